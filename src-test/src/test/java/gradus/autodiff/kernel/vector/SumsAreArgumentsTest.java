package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;

/**
 * A vector that goes round a loop is an argument, never the one whose method is called: the compiler
 * would ask it for its width, and make it an object (docs/decisions/0010-warm-up.md).
 */
class SumsAreArgumentsTest {
    /** The halvings after a loop add a vector that comes from none. */
    private static final Pattern RECEIVER = Pattern.compile(
            "\\b(\\w+) =\\s+\\1\\s*\\.(add|sub|mul|div|fma|min|max|lanewise)\\((?!\\1\\.rearrange\\(BY_)");

    /** The sums of a tile of a product. */
    private static final Pattern STORED = Pattern.compile("\\b(left|right)\\d+\\s*\\.intoArray\\(");

    private static final int LEAST_FILES = 25;

    private static final ImmutableList<Path> ROOTS = Lists.immutable.with(
            Path.of("..", "autodiff", "src", "main", "java", "gradus", "autodiff", "kernel"),
            Path.of("..", "autodiff", "target", "generated-sources"));

    /** The places of a source with loops on vectors where the method of a sum is called. */
    private static ImmutableList<String> receivers(String source) {
        return Lists.immutable.fromStream(Stream.of(RECEIVER, STORED)
                .flatMap(pattern -> pattern.matcher(source).results())
                .map(MatchResult::group));
    }

    private static boolean hasLoopsOnVectors(String source) {
        return source.contains("jdk.incubator.vector") && source.contains("for (");
    }

    private static ImmutableList<String> sources() throws IOException {
        MutableList<String> sources = Lists.mutable.empty();
        for (Path root : ROOTS) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.add(read(file)));
            }
        }
        return sources.select(SumsAreArgumentsTest::hasLoopsOnVectors).toImmutable();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void noLoopCallsAMethodOfItsSum() throws IOException {
        ImmutableList<String> sources = sources();
        assertThat(sources.size()).isGreaterThan(LEAST_FILES);
        assertThat(sources.flatCollect(SumsAreArgumentsTest::receivers)).isEmpty();
    }

    @Test
    void oneThatDoesIsFound() {
        assertThat(receivers("for (;;) {\n    sum = sum.add(x);\n}\n")).containsExactly("sum = sum.add(");
        assertThat(receivers("sum =\n        sum\n  .max(x);")).hasSize(1);
        assertThat(receivers("left3.intoArray(y, y0);")).hasSize(1);
        assertThat(receivers("sum = x.add(sum); none.add(left3).intoArray(y, y0);"))
                .isEmpty();
        assertThat(receivers("sums = sums.add(sums.rearrange(BY_4));")).isEmpty();
    }
}
