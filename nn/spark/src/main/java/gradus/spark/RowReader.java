package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Makes examples of rows.
 *
 * @param areBytes whether the only input is an array of bytes
 * @param label null where there are targets, or neither; it is 0 then
 */
record RowReader(
        ImmutableList<Cell> inputs,
        boolean areBytes,
        DType dtype,
        @Nullable Cell label,
        ImmutableList<Cell> targets) implements Serializable {

    /** A column and its place in a row. */
    record Cell(String column, int place) implements Serializable {}

    /** @throws ArgumentException if a number is missing, not finite or no label, with its column */
    Example example(Row row) {
        int label = this.label == null ? 0 : label(this.label.column(), row.get(this.label.place()));
        if (areBytes) {
            return inputs(row.get(inputs.getFirst().place()), label);
        }
        Tensor numbers = numbers(inputs, row);
        return targets.isEmpty() ? Example.of(numbers, label) : Example.of(numbers, numbers(targets, row));
    }

    /** An example of the only input alone. */
    Example inputs(@Nullable Object value) {
        return inputs(value, 0);
    }

    private Example inputs(@Nullable Object value, int label) {
        String column = inputs.getFirst().column();
        if (areBytes) {
            return Example.ofBytes((byte[]) requirePresent(column, value), label);
        }
        DoubleArrayList numbers = new DoubleArrayList();
        add(column, value, numbers);
        return Example.of(tensor(numbers), label);
    }

    private Tensor numbers(ImmutableList<Cell> cells, Row row) {
        DoubleArrayList numbers = new DoubleArrayList();
        cells.forEach(cell -> add(cell.column(), row.get(cell.place()), numbers));
        return tensor(numbers);
    }

    private Tensor tensor(DoubleArrayList numbers) {
        double[] doubles = numbers.toArray();
        if (dtype == DType.F64) {
            return Tensor.of(doubles);
        }
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
        }
        return Tensor.of(floats);
    }

    private void add(String column, @Nullable Object value, DoubleArrayList to) {
        switch (requirePresent(column, value)) {
            case Number number -> addOne(column, number, to);
            case Vector vector -> {
                for (double number : vector.toArray()) {
                    addOne(column, number, to);
                }
            }
            case Seq<?> array -> {
                for (Iterator<?> elements = array.iterator(); elements.hasNext(); ) {
                    addOne(column, (Number) requirePresent(column, elements.next()), to);
                }
            }
            case Object other ->
                throw refused(column, "numbers", other.getClass().getSimpleName());
        }
    }

    private void addOne(String column, Number number, DoubleArrayList to) {
        double exact = number.doubleValue();
        if (!Double.isFinite(dtype == DType.F32 ? (float) exact : exact)) {
            throw refused(column, "finite numbers that fit " + dtype, number + "");
        }
        to.add(exact);
    }

    private static int label(String column, @Nullable Object value) {
        double number = ((Number) requirePresent(column, value)).doubleValue();
        if (!(number >= 0 && number < Integer.MAX_VALUE && number == Math.rint(number))) {
            throw refused(column, "labels that are whole numbers from 0", value + "");
        }
        return (int) number;
    }

    private static Object requirePresent(String column, @Nullable Object value) {
        if (value == null) {
            throw refused(column, "a value in each row", "null");
        }
        return value;
    }

    private static ArgumentException refused(String column, String need, String got) {
        String hint = got.equals("null") || got.equals("NaN")
                ? "na().drop() leaves such rows out, setHandleInvalid(\"skip\") of a VectorAssembler those of vectors"
                : "";
        return new ArgumentException("Columns, column " + column, need, got, hint);
    }
}
