package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Java is at most 120 columns wide, prose at most 100: two files stand side by side on a screen. */
class LineWidthTest {
    private static final ImmutableList<String> ROOTS =
            Lists.immutable.with("autodiff/src", "nn", "examples", "src-test", "docs", "README.md");

    private static Stream<Path> files(String suffix) {
        return ROOTS.castToList().stream()
                .flatMap(root -> walk(Path.of("..", root)))
                .filter(file -> file.toString().endsWith(suffix));
    }

    private static Stream<Path> walk(Path root) {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(file -> !file.toString().contains("/target/")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int width(String line) {
        return line.codePointCount(0, line.length());
    }

    /** Without tables, pictures, commands and formulas, which cannot be broken, and what programs write. */
    private static Stream<String> prose(String page) {
        return page.replaceAll("(?ms)^```.*?^```$|<!-- begin .*?<!-- end -->|\\$\\$.*?\\$\\$", "")
                .lines()
                .filter(line -> !line.startsWith("|") && !line.startsWith("![") && !line.startsWith("    "));
    }

    @Test
    void java() {
        assertThat(files(".java").count()).isGreaterThan(500);
        assertThat(files(".java")
                        .flatMap(file ->
                                lines(file).filter(line -> width(line) > 120).map(line -> file + ": " + line.strip())))
                .isEmpty();
    }

    @Test
    void prose() {
        assertThat(files(".md").count()).isGreaterThan(30);
        assertThat(files(".md")
                        .flatMap(file -> prose(String.join("\n", lines(file).toList()))
                                .filter(line -> width(line) > 100)
                                .map(line -> file + ": " + line)))
                .isEmpty();
        assertThat(prose("a\n```\nb\n```\n    c\n| d |\n<!-- begin e -->\nf\n<!-- end -->\ng $$h$$")
                        .filter(line -> !line.isEmpty()))
                .containsExactly("a", "g ");
        assertThat(width("σ(x)")).isEqualTo(4);
    }
}
