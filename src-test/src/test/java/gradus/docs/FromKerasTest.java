package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The right column of docs/from-keras.md compiles and runs, in the order of the page. */
class FromKerasTest {
    private static final Path PAGE = Path.of("../docs/from-keras.md");
    private static final Pattern ROW = Pattern.compile("\\| (.*) \\| `([^`]*)` \\|");
    private static final int LEAST_ROWS = 65;

    @TempDir
    private Path folder;

    private static ImmutableList<String> statements() throws Exception {
        MutableList<String> statements = Lists.mutable.empty();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String gradus = row.group(2);
                statements.add(gradus.endsWith(";") ? gradus : "values.add(" + gradus + ");");
            } else {
                assertThat(line).as("a row whose right column cannot be read").doesNotEndWith("` |");
            }
        }
        return statements.toImmutable();
    }

    @Test
    void theRightColumnCompilesAndRuns() throws Exception {
        ImmutableList<String> statements = statements();
        assertThat(statements).hasSizeGreaterThan(LEAST_ROWS);
        Class<?> page = Snippets.compile(folder, """
                        import module gradus.nn;
                        import org.eclipse.collections.api.factory.*;
                        import module java.base;
                        public class Page {
                            public static List<Object> run(Path json) {
                                var random = Randomness.seeded(7);
                                var model = Sequential.of(Linear.of(4, 8, random), new ReLU(), Linear.of(8, 3, random));
                                var x = Tensor.normal(DType.F32, Shape.of(12, 4), 0, 1, random);
                                var labels = Indices.of(0, 2, 1, 0, 1, 1, 2, 0, 2, 1, 0, 2);
                                var oneHot = labels.oneHot(3, DType.F32);
                                var targets = Tensor.ones(12, 3);
                                var logits = model.forward(x);
                                var probabilities = logits.softmax(1);
                                var photographs = Tensor.ones(2, 8, 8, 3);
                                var train = Dataset.of(x, labels);
                                var validation = train;
                                var test = train;
                                var loss = new CrossEntropy();
                                Objective objective = (y, batch) -> loss.mean(y, batch.labels());
                                var optimizer = new Adam().of(model);
                                var values = new ArrayList<Object>();
                        %s
                                return values;
                            }
                        }
                        """.formatted(statements.makeString("\n")));
        List<?> values = (List<?>) page.getMethod("run", Path.class).invoke(null, folder.resolve("model.json"));
        assertThat(values).hasSize(statements.count(statement -> statement.startsWith("values.add(")));
        assertThat(values)
                .filteredOn(Tensor.class::isInstance)
                .allSatisfy(value -> assertThat(((Tensor) value).isFinite()).isTrue());
        assertThat(folder.resolve("model.json")).exists();
    }
}
