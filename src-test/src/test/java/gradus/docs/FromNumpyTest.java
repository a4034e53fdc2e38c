package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both columns of docs/from-numpy.md give the same numbers: NumPy's were written down by make_numpy_values.py. */
class FromNumpyTest {
    private static final Path PAGE = Path.of("../docs/from-numpy.md");
    private static final Pattern ROW = Pattern.compile("\\| `(.*)` \\| `(.*)` \\|");

    @TempDir
    private Path folder;

    /** A row of the page, with NumPy's numbers. */
    private record Row(String numpy, String gradus, double[] numbers) {
        /** What gives the right column's numbers: of a statement, what it changed or wrote. */
        private String body() {
            if (!gradus.endsWith(";")) {
                return "return " + gradus + ";";
            }
            String changed = gradus.contains("(x)")
                    ? "x"
                    : gradus.contains("(npy") ? "Npy.read(npy).tensor()" : "Npz.read(npz).tensor(\"a\")";
            return gradus + " return " + changed + ";";
        }
    }

    private static ImmutableList<String> values() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FromNumpyTest.class.getResourceAsStream("numpy_values.txt")),
                StandardCharsets.UTF_8))) {
            return Lists.immutable.withAll(in.lines().toList());
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    private static ImmutableList<Row> rows() throws IOException {
        List<String> computed = values().reject(line -> line.startsWith("#")).castToList();
        MutableList<Row> rows = Lists.mutable.empty();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(rows.size())
                        .as("rows that NumPy computed; write them again")
                        .isLessThan(computed.size());
                String[] parts = computed.get(rows.size()).split("\t");
                assertThat(parts[0])
                        .as("row that NumPy computed; write them again")
                        .isEqualTo(row.group(1));
                rows.add(new Row(row.group(1), row.group(2), numbers(parts[1])));
            }
        }
        assertThat(rows).hasSameSizeAs(computed);
        return rows.toImmutable();
    }

    private static Tensor given(String name, int... dims) throws IOException {
        String line = values().detect(text -> text.startsWith("# " + name + " "));
        return Tensor.of(numbers(line.substring(4))).reshape(dims);
    }

    @Test
    void bothColumnsGiveTheSameNumbers() throws Exception {
        ImmutableList<Row> rows = rows();
        String body = rows.collectWithIndex(
                        (row, number) -> "public static Object r" + number + "() { " + row.body() + " }\n")
                .makeString("");
        Class<?> page = Snippets.compile(folder, """
                        import module gradus.nn;
                        import org.eclipse.collections.api.factory.*;
                        import module java.base;
                        public class Page {
                            public static Tensor a, b, c, m;
                            public static Indices i;
                            public static Mask p;
                            public static int[] x;
                            public static Path npy, npz;
                            %s}
                        """.formatted(body));
        page.getField("a").set(null, given("a", 3, 4));
        page.getField("b").set(null, given("b", 4));
        page.getField("c").set(null, given("c", 3, 4));
        page.getField("m").set(null, given("m", 4, 2));
        page.getField("i").set(null, Indices.of(2, 0, 1));
        page.getField("p").set(null, given("c", 3, 4).greater(0.5));
        page.getField("npy").set(null, folder.resolve("a.npy"));
        page.getField("npz").set(null, folder.resolve("a.npz"));
        for (int number = 0; number < rows.size(); number++) {
            Row row = rows.get(number);
            page.getField("x").set(null, IntStream.range(0, 10).toArray());
            double[] ours = flat(page.getMethod("r" + number).invoke(null));
            assertThat(ours).as(row.gradus).hasSameSizeAs(row.numbers);
            for (int place = 0; place < ours.length; place++) {
                assertThat(ours[place]).as(row.gradus).isCloseTo(row.numbers[place], within(1e-6 * tolerance(row)));
            }
        }
    }

    /** Rows in float agree to its digits only. */
    private static double tolerance(Row row) {
        return row.gradus.contains("F32") ? 1 : 1e-7;
    }

    private static double[] flat(Object value) {
        return switch (value) {
            case Tensor tensor -> tensor.toDoubleArray();
            case Indices indices ->
                Arrays.stream(indices.toArray()).asDoubleStream().toArray();
            case Mask mask -> mask.toTensor(gradus.autodiff.DType.F64).toDoubleArray();
            case Shape shape -> Arrays.stream(shape.toArray()).asDoubleStream().toArray();
            case int[] numbers -> Arrays.stream(numbers).asDoubleStream().toArray();
            case double[] numbers -> numbers;
            case Boolean truth -> new double[] {truth ? 1 : 0};
            case Number number -> new double[] {number.doubleValue()};
            default -> throw new IllegalStateException(value.getClass().getName());
        };
    }
}
