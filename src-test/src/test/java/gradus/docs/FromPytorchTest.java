package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The right column of docs/from-pytorch.md compiles and runs, in the order of the page. */
class FromPytorchTest {
    private static final Path PAGE = Path.of("../docs/from-pytorch.md");
    private static final Pattern ROW = Pattern.compile("\\| .* \\| `([^`]*)` \\|");
    private static final int LEAST_ROWS = 50;

    @TempDir
    private Path folder;

    private static ImmutableList<String> cells() throws Exception {
        MutableList<String> cells = Lists.mutable.empty();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                cells.add(row.group(1));
            } else {
                assertThat(line).as("a row whose right column cannot be read").doesNotEndWith("` |");
            }
        }
        return cells.toImmutable();
    }

    @Test
    void theRightColumnCompilesAndRuns() throws Exception {
        ImmutableList<String> cells = cells();
        assertThat(cells).hasSizeGreaterThan(LEAST_ROWS);
        String body = cells.collect(cell -> cell.endsWith(";") ? cell : "done = " + cell + ";")
                .makeString("\n");
        Class<?> page = Snippets.compile(folder, """
                        import module gradus.nn;
                        import module java.base;
                        import module org.eclipse.collections.api;
                        public class Page {
                            static Object done;
                            public static void run(Path file, Path safetensors) {
                                var random = Randomness.seeded(7);
                                var model = Sequential.of(Linear.of(3, 8, random), new ReLU(), Linear.of(8, 3, random));
                                var x = Tensor.uniform(DType.F32, Shape.of(4, 3), -1, 1, random);
                                var w = Tensor.uniform(DType.F32, Shape.of(4, 3), -1, 1, random).asVariable();
                                var h = Tensor.uniform(DType.F32, Shape.of(3), -1, 1, random);
                                var logits = Tensor.uniform(DType.F32, Shape.of(4, 3), -1, 1, random);
                                var target = Tensor.uniform(DType.F32, Shape.of(4, 3), 0, 1, random);
                                var labels = Indices.of(0, 2, 1, 0);
                                var train = Dataset.of(x, labels);
                                var test = train;
                                var optimizer = SGD.of(model).learningRate(0.1);
                                Safetensors.of(Lists.immutable.empty()).write(safetensors);
                        %s
                            }
                        }
                        """.formatted(body));
        page.getMethod("run", Path.class, Path.class)
                .invoke(null, folder.resolve("model.json"), folder.resolve("some.safetensors"));
        assertThat(folder.resolve("model.json")).exists();
    }
}
