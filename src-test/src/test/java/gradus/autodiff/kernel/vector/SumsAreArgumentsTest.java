package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Pattern RECEIVER =
            Pattern.compile("\\b(\\w+) = \\1\\s*\\.(add|sub|mul|div|fma|min|max|lanewise)\\(");

    private static final ImmutableList<Path> ROOTS = Lists.immutable.with(
            Path.of("..", "autodiff", "src", "main", "java", "gradus", "autodiff", "kernel"),
            Path.of("..", "autodiff", "target", "generated-sources"));

    /** The lines of a source with loops on vectors that change a variable by its own method. */
    private static ImmutableList<String> receivers(String source) {
        String text = source.contains("jdk.incubator.vector") && source.contains("for (") ? source : "";
        return Lists.immutable
                .with(text.split("\n"))
                .select(line -> RECEIVER.matcher(line).find())
                // the halvings after a loop, whose vector comes from none
                .reject(line -> line.contains(".rearrange("));
    }

    private static MutableList<String> receiversIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return Lists.mutable
                    .withAll(files.filter(file -> file.toString().endsWith(".java"))
                            .toList())
                    .flatCollect(file -> receivers(read(file)).collect(line -> file.getFileName() + ": " + line));
        }
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
        for (Path root : ROOTS) {
            assertThat(receiversIn(root)).isEmpty();
        }
    }

    @Test
    void oneThatDoesIsFound() {
        String loop = "import jdk.incubator.vector.FloatVector;\nfor (;;) {\n    sum = sum.add(x);\n}\n";
        assertThat(receivers(loop)).containsExactly("    sum = sum.add(x);");
        assertThat(receivers(loop.replace("sum.add(x)", "x.add(sum)"))).isEmpty();
    }
}
