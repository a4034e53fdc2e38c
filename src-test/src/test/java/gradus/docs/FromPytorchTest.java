package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The right column of docs/from-pytorch.md compiles and runs, in the order of the page. What its
 * tables of tensors and losses give is compared with the numbers that make_pytorch_values.py wrote
 * down for the left column.
 */
class FromPytorchTest {
    private static final Path PAGE = Path.of("../docs/from-pytorch.md");
    private static final Pattern ROW = Pattern.compile("\\| (.*) \\| `([^`]*)` \\|");
    private static final int LEAST_ROWS = 70;
    private static final ImmutableList<String> COMPARED = Lists.immutable.with("## Tensors and gradients", "## Losses");

    /** What is drawn at random, and a class. */
    private static final ImmutableList<String> NOT_COMPARED =
            Lists.immutable.with("torch.randn(2, 3)", "class F(torch.autograd.Function)");

    @TempDir
    private Path folder;

    /** A row of a table of the page. */
    private record Row(String section, String pytorch, String gradus) {
        private boolean isCompared() {
            return COMPARED.contains(section) && !NOT_COMPARED.contains(pytorch);
        }

        /** A statement that leaves a value, or nothing, in {@code values}. */
        private String statement() {
            return gradus.endsWith(";") ? gradus + " values.add(\"\");" : "values.add(" + gradus + ");";
        }
    }

    private static ImmutableList<Row> rows() throws Exception {
        MutableList<Row> rows = Lists.mutable.empty();
        String section = "";
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ")) {
                section = line;
            } else if (row.matches()) {
                rows.add(new Row(section, row.group(1).replaceAll("^`|`$", ""), row.group(2)));
            } else {
                assertThat(line).as("a row whose right column cannot be read").doesNotEndWith("` |");
            }
        }
        return rows.toImmutable();
    }

    private static JsonNode pytorch() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(FromPytorchTest.class.getResourceAsStream("pytorch_values.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static double[] numbers(JsonNode list) {
        return list.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    @Test
    void theRightColumnCompilesRunsAndGivesTheNumbersOfPytorch() throws Exception {
        ImmutableList<Row> rows = rows();
        assertThat(rows).hasSizeGreaterThan(LEAST_ROWS);
        JsonNode computed = pytorch();
        List<?> values = run(rows.collect(Row::statement), computed.get("inputs"));
        assertThat(values).hasSameSizeAs(rows);
        rows.zip(Lists.immutable.withAll(values))
                .select(pair -> pair.getOne().isCompared())
                .forEach(pair -> requireSame(pair.getOne(), pair.getTwo(), computed.get("rows")));
        assertThat(folder.resolve("model.json")).exists();
        assertThat(computed.get("rows").size()).as("rows computed").isEqualTo(rows.count(Row::isCompared));
    }

    private static void requireSame(Row row, Object value, JsonNode computed) {
        assertThat(computed.has(row.pytorch))
                .as(row.pytorch + ": PyTorch computed it; write the values again")
                .isTrue();
        double[] expected = numbers(computed.get(row.pytorch));
        double[] ours = flat(value);
        assertThat(ours).as(row.gradus).hasSameSizeAs(expected);
        for (int place = 0; place < ours.length; place++) {
            assertThat(ours[place])
                    .as(row.gradus)
                    .isCloseTo(expected[place], within(1e-6 * Math.max(1, Math.abs(expected[place]))));
        }
    }

    private static double[] flat(Object value) {
        return switch (value) {
            case Tensor tensor -> tensor.toDoubleArray();
            case Indices indices -> indices.toTensor(DType.F64).toDoubleArray();
            case Mask mask -> mask.toTensor(DType.F64).toDoubleArray();
            case Number number -> new double[] {number.doubleValue()};
            case GradientCheck.Report report -> new double[] {report.passed() ? 1 : 0};
            default -> throw new IllegalStateException(value.getClass().getName());
        };
    }

    private List<?> run(ImmutableList<String> statements, JsonNode inputs) throws Exception {
        Class<?> page = Snippets.compile(folder, """
                        import module gradus.nn;
                        import org.eclipse.collections.api.factory.*;
                        import module java.base;
                        import gradus.autodiff.Parameter;
                        public class Page {
                            public static float[] x, w, logits, target, h;
                            private static Tensor of(float[] numbers) {
                                return Tensor.of(numbers).reshape(4, 3);
                            }
                            public static List<Object> run(Path json, Path file, Path npz) {
                                var x = of(Page.x);
                                var w = of(Page.w).asVariable();
                                var logits = of(Page.logits);
                                var target = of(Page.target);
                                var h = Tensor.of(Page.h);
                                var probabilities = x.softmax(1);
                                var labels = Indices.of(0, 2, 1, 0);
                                var index = Indices.of(Shape.of(4, 1), 0, 2, 1, 0);
                                Function<Tensor, Tensor> f = v -> v.pow(3).sum();
                                var loss = w.square().sum();
                                var random = Randomness.seeded(7);
                                double bound = 1 / Math.sqrt(3);
                                var model = Sequential.of(Linear.of(3, 8, random), new ReLU(), Linear.of(8, 3, random));
                                var train = Dataset.of(x, labels);
                                var test = train;
                                var optimizer = new SGD().of(model).learningRate(0.1);
                                var values = new ArrayList<Object>();
                        %s
                                return values;
                            }
                        }
                        """.formatted(statements.makeString("\n")));
        for (String name : List.of("x", "w", "logits", "target", "h")) {
            page.getField(name)
                    .set(
                            null,
                            Tensor.of(numbers(inputs.get(name))).to(DType.F32).toFloatArray());
        }
        return (List<?>) page.getMethod("run", Path.class, Path.class, Path.class)
                .invoke(
                        null,
                        folder.resolve("model.json"),
                        folder.resolve("model.safetensors"),
                        folder.resolve("model.npz"));
    }
}
