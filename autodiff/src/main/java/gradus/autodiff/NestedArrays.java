package gradus.autodiff;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Tensors from nested Java arrays and back. */
final class NestedArrays {
    private NestedArrays() {}

    static Tensor read(Object[] rows) {
        int rank = 1;
        Class<?> type = rows.getClass().getComponentType();
        for (; type.isArray(); type = type.getComponentType()) {
            rank++;
        }
        if (type != float.class && type != double.class) {
            throw new ElementTypeException(
                    "tensor",
                    "nested arrays of float or double",
                    type.getSimpleName(),
                    "whole numbers: write 1f or 1.0, or use Indices");
        }
        int[] dims = new int[rank];
        @Nullable Object level = rows;
        for (int axis = 0; axis < rank; axis++) {
            dims[axis] = level == null ? 0 : Array.getLength(level);
            if (dims[axis] == 0) {
                break;
            }
            level = axis < rank - 1 ? Array.get(level, 0) : level;
        }
        Shape shape = Shape.of(dims);
        Object flat = Array.newInstance(type, shape.size());
        copy(rows, shape, 0, flat, 0, true);
        return Tensor.ofNew(shape, type == float.class ? DType.F32 : DType.F64, flat);
    }

    static Object write(Tensor tensor) {
        Object flat = tensor.elements();
        if (tensor.shape().rank() == 0) {
            return Array.get(flat, 0);
        }
        Object nested = Array.newInstance(
                flat.getClass().getComponentType(), tensor.shape().toArray());
        copy(nested, tensor.shape(), 0, flat, 0, false);
        return nested;
    }

    /** Copies one level between nested and flat form; returns the place in the flat form after it. */
    private static int copy(@Nullable Object nested, Shape shape, int axis, Object flat, int start, boolean reading) {
        if (nested == null) {
            throw new ShapeException("tensor", "rows of one length", "null in place of a row", "");
        }
        int length = Array.getLength(nested);
        if (length != shape.dim(axis)) {
            throw new ShapeException(
                    "tensor",
                    "rows of one length",
                    "lengths " + shape.dim(axis) + " and " + length + " along axis " + axis,
                    "");
        }
        if (axis == shape.rank() - 1) {
            System.arraycopy(
                    reading ? nested : flat, reading ? 0 : start, reading ? flat : nested, reading ? start : 0, length);
            return start + length;
        }
        int at = start;
        for (int i = 0; i < length; i++) {
            at = copy(Array.get(nested, i), shape, axis + 1, flat, at, reading);
        }
        return at;
    }
}
