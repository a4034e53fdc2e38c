package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/tour.md quotes and names is in the sources. */
class TourTest {
    private static final Path SOURCES = Path.of("../autodiff/src/main/java/gradus/autodiff");
    private static final Pattern BLOCK = Pattern.compile("(?m)(?:^    .*\n(?:\n(?=    ))?)+");
    private static final Pattern NAME = Pattern.compile("`(?:[a-z]+/)*([A-Za-z]+)(?:\\([^`]*\\))?`");

    private static ImmutableList<String> sources;
    private static String tour;

    @BeforeAll
    static void read() throws IOException {
        tour = Files.readString(Path.of("../docs/tour.md"));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = Lists.immutable
                    .fromStream(files.filter(file -> file.toString().endsWith(".java")))
                    .collect(TourTest::code);
        }
    }

    private static String code(Path file) {
        try {
            return plain(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without what a quotation may leave out: indentation, empty lines and {@code @Override}. */
    private static String plain(String code) {
        return code
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals("@Override"))
                .toList()
                .stream()
                .reduce("\n", (all, line) -> all + line + "\n");
    }

    private static boolean isQuoted(String block) {
        return sources.anySatisfy(source -> source.contains(plain(block)));
    }

    @Test
    void quotedCodeStandsInTheSources() {
        ImmutableList<String> blocks =
                Lists.immutable.fromStream(BLOCK.matcher(tour).results().map(found -> found.group()));
        assertThat(blocks).isNotEmpty();
        assertThat(blocks).allMatch(TourTest::isQuoted);
        assertThat(isQuoted(blocks.getFirst().replace("softplusSlope", "softplusslope")))
                .isFalse();
    }

    /** Types and methods, the latter where they are declared or called. */
    @Test
    void namesAreThere() {
        ImmutableList<String> names = Lists.immutable
                .fromStream(NAME.matcher(tour).results().map(found -> found.group(1)))
                .distinct();
        assertThat(names).hasSizeGreaterThan(20).contains("Engine", "differentiableGradients");
        assertThat(names.reject(TourTest::isNamed)).isEmpty();
        assertThat(isNamed("Machine")).isFalse();
    }

    private static boolean isNamed(String name) {
        Pattern word = Pattern.compile("\\b" + name + "\\b");
        return sources.anySatisfy(source -> word.matcher(source).find())
                || Files.isDirectory(SOURCES.resolve("kernel").resolve(name))
                || Stream.of(
                                "nn/src/main/java/gradus/nn",
                                "nn/src/main/java/gradus/nn/layer",
                                "nn/src/main/java/gradus/nn/loss",
                                "nn/src/main/java/gradus/nn/optim")
                        .anyMatch(room -> Files.exists(Path.of("..", room, name + ".java")));
    }
}
