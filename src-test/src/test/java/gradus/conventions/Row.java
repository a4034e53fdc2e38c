package gradus.conventions;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A row of a table in {@code docs/conventions.md} that says what an operator gives at a point.
 *
 * @param operator the name in {@link Functions}
 * @param at the operands, as text
 * @param value the result
 * @param gradient that of the result's first element, for each operand
 */
record Row(String operator, ImmutableList<String> at, String value, ImmutableList<String> gradient) {
    static final Path PAGE = Path.of("..", "docs", "conventions.md");

    /** Rows have five columns: operator, at, value, gradient, remark. */
    private static final int COLUMNS = 5;

    static ImmutableList<String> lines() {
        try {
            return Lists.immutable.withAll(Files.readAllLines(PAGE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ImmutableList<Row> all() {
        return lines().select(line -> line.startsWith("| `"))
                .collect(Row::cells)
                .select(cells -> cells.size() == COLUMNS)
                .collect(Row::of);
    }

    /** The cells of a line of a table, without their back quotes. */
    static ImmutableList<String> cells(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Lists.immutable
                .with(inner.split("\\|", -1))
                .collect(cell -> cell.replace("`", "").strip());
    }

    private static Row of(ImmutableList<String> cells) {
        return new Row(cells.get(0), operands(cells.get(1)), cells.get(2), operands(cells.get(3)));
    }

    private static ImmutableList<String> operands(String cell) {
        return Lists.immutable.with(cell.split(";")).collect(String::strip);
    }

    /** Such as {@code 0 -∞ NaN}, or {@code nothing}. */
    static Tensor vector(String elements, DType dtype) {
        if (elements.equals("nothing")) {
            return Tensor.zeros(dtype, gradus.autodiff.Shape.of(0));
        }
        ImmutableList<Double> numbers =
                Lists.immutable.with(elements.split(" ")).collect(Row::number);
        return Tensor.of(numbers.collectDouble(Double::doubleValue).toArray()).to(dtype);
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("∞", "Infinity"));
    }

    @Override
    public String toString() {
        return operator + " at " + at.makeString("; ");
    }
}
