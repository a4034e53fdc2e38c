package gradus.nn.data;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;

/** Examples in arrays, of which single ones are copied: pieces of a stream, its window and its batches. */
final class ExampleRows {
    private final ImmutableList<Rows> inputs;
    private final ImmutableList<Rows> targets;
    private final int capacity;

    private ExampleRows(ImmutableList<Rows> inputs, ImmutableList<Rows> targets, int capacity) {
        this.inputs = inputs;
        this.targets = targets;
        this.capacity = capacity;
    }

    /**
     * Rows of one part.
     *
     * @param row the shape of each
     * @param array of float, double or int
     */
    private record Rows(String name, Shape row, Object array) {
        static Rows of(NamedTensors named, String name) {
            int[] dims = named.shape(name).toArray();
            Shape row = Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
            if (named.hasIndices(name)) {
                return new Rows(name, row, named.indices(name).toArray());
            }
            Tensor tensor = named.tensor(name);
            return new Rows(name, row, tensor.dtype() == DType.F32 ? tensor.toFloatArray() : tensor.toDoubleArray());
        }

        Rows resized(int rows) {
            int size = Math.multiplyExact(rows, row.size());
            return new Rows(
                    name,
                    row,
                    switch (array) {
                        case float[] floats -> Arrays.copyOf(floats, size);
                        case double[] doubles -> Arrays.copyOf(doubles, size);
                        case int[] ints -> Arrays.copyOf(ints, size);
                        default -> throw new IllegalStateException(array + "");
                    });
        }

        @SuppressWarnings("SuspiciousSystemArraycopy") // both are of one type
        void copy(Rows from, int fromRow, int toRow) {
            System.arraycopy(from.array, fromRow * row.size(), array, toRow * row.size(), row.size());
        }

        boolean isLike(Rows other) {
            return name.equals(other.name) && row.equals(other.row) && array.getClass() == other.array.getClass();
        }

        int bytes() {
            return row.size() * (array instanceof double[] ? Double.BYTES : Float.BYTES);
        }

        NamedTensors addTo(NamedTensors before, int rows) {
            int[] dims = new int[1 + row.rank()];
            dims[0] = rows;
            System.arraycopy(row.toArray(), 0, dims, 1, row.rank());
            Object all = rows * row.size() == Array.getLength(array) ? array : resized(rows).array;
            return switch (all) {
                case float[] floats -> before.with(name, Tensor.of(floats).reshape(dims));
                case double[] doubles -> before.with(name, Tensor.of(doubles).reshape(dims));
                case int[] ints -> before.with(name, Indices.of(Shape.of(dims), ints));
                default -> throw new IllegalStateException(array + "");
            };
        }

        @Override
        public String toString() {
            String kind = array instanceof float[] ? "F32" : array instanceof double[] ? "F64" : "indices";
            return name + " " + kind + row;
        }
    }

    /** The examples of a piece. */
    static ExampleRows of(Dataset piece) {
        Batch all = piece.all();
        NamedTensors inputs = all.namedInputs();
        NamedTensors targets = all.namedTargets();
        return new ExampleRows(
                inputs.names().collect(name -> Rows.of(inputs, name)),
                targets.names().collect(name -> Rows.of(targets, name)),
                piece.size());
    }

    /** The same ones with room for more, or fewer of them. */
    ExampleRows resized(int rows) {
        return map(each -> each.resized(rows), rows);
    }

    private ExampleRows map(Function<Rows, Rows> change, int rows) {
        return new ExampleRows(inputs.collect(change::apply), targets.collect(change::apply), rows);
    }

    /** How many there is room for. */
    int capacity() {
        return capacity;
    }

    /** Whether others have the same parts. */
    boolean isLike(ExampleRows others) {
        return inputs.size() == others.inputs.size()
                && targets.size() == others.targets.size()
                && inputs.newWithAll(targets)
                        .zip(others.inputs.newWithAll(others.targets))
                        .allSatisfy(pair -> pair.getOne().isLike(pair.getTwo()));
    }

    /** How much memory one takes. */
    long bytes() {
        return inputs.sumOfInt(Rows::bytes) + targets.sumOfInt(Rows::bytes);
    }

    /** Takes an example of others. */
    void copy(ExampleRows from, int fromRow, int toRow) {
        for (int i = 0; i < inputs.size(); i++) {
            inputs.get(i).copy(from.inputs.get(i), fromRow, toRow);
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).copy(from.targets.get(i), fromRow, toRow);
        }
    }

    /** The first ones as a batch. */
    Batch batch(int rows) {
        return Batch.taken(
                inputs.injectInto(NamedTensors.none(), (before, part) -> part.addTo(before, rows)),
                targets.injectInto(NamedTensors.none(), (before, part) -> part.addTo(before, rows)));
    }

    /** The parts of an example, such as {@code inputs F32[784], targets indices[]}. */
    @Override
    public String toString() {
        return inputs.newWithAll(targets).makeString();
    }
}
