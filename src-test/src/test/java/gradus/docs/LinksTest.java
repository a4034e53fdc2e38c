package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;

/** What README and the pages of docs point to is there, pictures too. */
class LinksTest {
    private static final Path PROJECT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    private static ImmutableList<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Lists.immutable
                    .fromStream(docs.filter(file -> file.toString().endsWith(".md")))
                    .newWith(PROJECT.resolve("README.md"));
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        MutableList<String> broken = Lists.mutable.empty();
        ImmutableList<Path> pages = pages();
        for (Path page : pages) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                boolean elsewhere = link.group(1).contains("://");
                if (!elsewhere && !(Files.exists(target) && hasHeading(target, link.group(2)))) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    /** A heading's anchor is its text in lower case, with hyphens for blanks and without other signs. */
    private static boolean hasHeading(Path page, String anchor) throws IOException {
        return anchor == null
                || Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith("#"))
                        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT))
                        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                        .anyMatch(anchor::equals);
    }
}
