package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.report.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/plots.md compiles with one import of the module, and draws the pictures of the page. */
class PlotsPageTest {
    private static final Path PAGE = Path.of("../docs/plots.md");
    private static final Path PICTURES = Path.of("../docs/plots");
    private static final int LARGEST_FILE = 30_000;
    private static final String NAMES = "src/test/resources/gradus/docs/plots-page.txt";

    @TempDir
    private Path folder;

    private static ImmutableList<String> found(String pattern) throws Exception {
        MutableList<String> found = Lists.mutable.empty();
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(PAGE));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found.toImmutable();
    }

    private ImmutableList<Picture> drawn() throws Exception {
        ImmutableList<String> blocks = found("```java\n(.*?)```");
        ImmutableList<String> names = blocks.flatCollect(block -> Lists.immutable.fromStream(
                Pattern.compile("Picture (\\w+) =").matcher(block).results().map(match -> match.group(1))));
        Class<?> page = Snippets.compile(
                folder,
                blocks.detect(block -> block.startsWith("import "))
                        + "public class Page {\n" + Files.readString(Path.of(NAMES))
                        + "public static List<Picture> run(Path folder) throws Exception {\n"
                        + blocks.reject(block -> block.startsWith("import ")).makeString("\n")
                        + "return List.of(" + names.makeString() + ");\n}\n}\n");
        return Lists.immutable.withAll(
                (Iterable<Picture>) page.getMethod("run", Path.class).invoke(null, folder));
    }

    /** The pictures of the page are those that its code draws; the latest are in target/plots-page. */
    @Test
    void everyBlockRunsAndEveryPictureIsShown() throws Exception {
        ImmutableList<Picture> drawn = drawn();
        Path latest = Files.createDirectories(Path.of("target/plots-page"));
        for (Picture picture : drawn) {
            Files.writeString(latest.resolve(picture.name() + ".svg"), picture.svg(label(picture.name())));
            Files.write(latest.resolve(picture.name() + ".png"), picture.png());
        }
        ImmutableList<String> shown = found("!\\[[^\\]]+\\]\\(plots/(\\w+)\\.svg\\)");
        assertThat(drawn.collect(Picture::name))
                .containsExactlyElementsOf(shown)
                .hasSizeGreaterThan(10);
        try (Stream<Path> files = Files.list(PICTURES)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(shown.collect(name -> name + ".svg"));
        }
        assertThat(folder.resolve("losses.svg")).exists();
        assertThat(folder.resolve("losses.png")).exists();
        for (String name : shown) {
            String committed = Files.readString(PICTURES.resolve(name + ".svg"));
            assertThat(committed).hasSizeLessThan(LARGEST_FILE);
            // the fonts of two machines differ, and with them places and outlines of texts
            assertThat(withoutPlaces(committed))
                    .as(name)
                    .isEqualTo(withoutPlaces(Files.readString(latest.resolve(name + ".svg"))));
        }
    }

    private static String label(String name) throws Exception {
        return found("!\\[([^\\]]+)\\]\\(plots/" + name + "\\.svg\\)").getOnly();
    }

    /** The kinds of elements in their order, with their colors and texts. */
    private static String withoutPlaces(String svg) {
        return svg.replaceAll(
                        " (d|x|y|x1|x2|y1|y2|points|textLength|transform|width|height|viewBox|href)=\"[^\"]*\"", "")
                .replaceAll("(?m)^<clipPath.*\n", "");
    }
}
