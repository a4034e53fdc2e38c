package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;

/**
 * Copies of a tensor's numbers, as Java numbers and arrays or as a tensor of another element type.
 */
public sealed interface Reading extends Operand permits Tensor {

    /**
     * The only element, widened to double.
     *
     * @throws ShapeException if there are more or none
     */
    default double item() {
        Shape shape = self().shape();
        if (shape.size() != 1) {
            throw new ShapeException(
                    "item", "a tensor of one element", shape.toString(), "get(...) reads one of several");
        }
        return element(self().dtype().kernels(), 0);
    }

    /** Whether every element is finite: neither NaN nor an infinity. */
    default boolean isFinite() {
        Tensor x = self().detach();
        // a sum of finite numbers can only overflow; then every element is looked at: 0 x is NaN unless x is finite
        return x.shape().size() == 0
                || Double.isFinite(x.sum().item())
                || !Double.isNaN(x.mul(0).max().item());
    }

    /**
     * The element at the given place, one index an axis, widened to double. A negative index counts
     * from the end of its axis.
     *
     * @throws IndexException if an index is outside its axis, or there are not as many as axes
     */
    default double get(int... index) {
        Shape shape = self().shape();
        if (Given.of("get", "indices", index).length != shape.rank()) {
            throw new IndexException(
                    "get",
                    GradusException.counted(shape.rank(), "index", "indices") + " for shape " + shape,
                    index.length + "",
                    "");
        }
        int[] strides = shape.strides();
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position += Axes.place("get", index[axis], axis, shape) * strides[axis];
        }
        return element(self().dtype().kernels(), position);
    }

    private <A> double element(Kernels<A> k, int position) {
        return k.get(self().array(k), position);
    }

    /** The elements in row-major order as a new array, widened to double. */
    default double[] toDoubleArray() {
        return doubles(self().dtype().kernels());
    }

    private <A> double[] doubles(Kernels<A> k) {
        return k.toDoubles(self().array(k));
    }

    /**
     * The elements in row-major order as a new array.
     *
     * @throws ElementTypeException if this is F64, whose digits would be lost
     */
    default float[] toFloatArray() {
        DType dtype = self().dtype();
        if (dtype != DType.F32) {
            throw new ElementTypeException("toFloatArray", "F32", dtype.toString(), "to(DType.F32) rounds on purpose");
        }
        return ((float[]) self().elements()).clone();
    }

    /**
     * Nested arrays of the element type, such as {@code float[][]} for a matrix; a boxed number for
     * rank 0.
     */
    default Object toNestedArray() {
        return NestedArrays.write(self());
    }

    /**
     * The numbers as indices, for labels and positions. They have no gradient.
     *
     * @throws ArgumentException if one is not a whole number of 32 bits
     */
    default Indices toIndices() {
        return WholeNumbers.of(self());
    }

    /**
     * The numbers in another element type, rounded if need be.
     *
     * @throws GradientException if this tensor is recorded: a graph has one element type
     */
    default Tensor to(DType target) {
        Tensor x = self();
        if (Given.of("to", "an element type", target) == x.dtype()) {
            return x;
        }
        if (x.isTracked()) {
            throw new GradientException(
                    "to",
                    "a constant",
                    "a recorded " + x.type(),
                    "detach() it first, or convert before making it a variable");
        }
        return Tensor.ofNew(x.shape(), target, target.kernels().fromDoubles(toDoubleArray()));
    }
}
