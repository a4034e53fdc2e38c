package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in a shape: a value that never changes. A tensor computed from a {@linkplain #variable variable} remembers how, so
 * that {@link #gradients()} can differentiate it; one computed from constants alone remembers nothing.
 *
 * {@snippet lang = java :
 * var x = Tensor.variable(3.0);
 * var y = Tensor.variable(2.0);
 * var f = x.square().add(y.square()).add(x.mul(y.add(2))).add(x.mul(3).cos());
 * Gradients g = f.gradients();
 * g.of(x); // 2x - 3 sin 3x + y + 2
 * }
 *
 * <p>Operations are fluent methods, one interface a family: {@link Arithmetic}, {@link Elementary}, {@link Activations}, {@link
 * Piecewise}, {@link Comparisons}, {@link Reduction}, {@link Statistics}, {@link Probability}, {@link Movement}, {@link Rearrangement}, {@link Contraction}
 * and {@link Indexing}. None changes its operands. Tensors are made by the static methods of {@link Creation}, such as {@code
 * Tensor.zeros(2, 3)}.
 *
 * <p>Tensors may be shared between threads, virtual ones too, and independent threads may record and differentiate at the same
 * time, also from the same tensors: there is no tape, no mode and no other global state. Nothing needs closing.
 */
public final class Tensor extends Creation
        implements Arithmetic,
                Elementary,
                Activations,
                Piecewise,
                Comparisons,
                Reduction,
                Statistics,
                Probability,
                Movement,
                Rearrangement,
                Contraction,
                Indexing {

    private final Shape shape;
    private final DType dtype;

    /** The elements in row-major order, as float[] or double[]: not to be changed. */
    final Object data;

    /** How this tensor was computed, or null if it depends on no variable. */
    final @Nullable Node node;

    Tensor(Shape shape, DType dtype, Object data, @Nullable Node node) {
        this.shape = shape;
        this.dtype = dtype;
        this.data = data;
        this.node = node;
    }

    // What it is

    /** The axis lengths. */
    public Shape shape() {
        return shape;
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** Whether it depends on a variable, so that what is computed from it is recorded. */
    public boolean isTracked() {
        return node != null;
    }

    /** The elements in row-major order: not to be changed. */
    <A> A array(Kernels<A> k) {
        return k.cast(data);
    }

    // Variables and gradients

    /** The same numbers as a new variable, independent of how these were computed. */
    public Tensor asVariable() {
        return leaf(null);
    }

    Tensor leaf(@Nullable Parameter parameter) {
        return new Tensor(shape, dtype, data, Node.leaf(parameter));
    }

    /** The same numbers as a constant: nothing flows back through it. */
    public Tensor detach() {
        return node == null ? this : new Tensor(shape, dtype, data, null);
    }

    /**
     * The gradients of this single number with respect to every variable it was computed from.
     *
     * @throws GradientException if it has several elements: then give a cotangent
     */
    public Gradients gradients() {
        return Backward.run(this, seed("gradients"), false);
    }

    /** The gradients of the sum of {@code this * cotangent}: a vector-Jacobian product. The shapes must be equal. */
    public Gradients gradients(Tensor cotangent) {
        return Backward.run(this, requireCotangent("gradients", cotangent), false);
    }

    /** As {@link #gradients()}, also of the given intermediate results. */
    public Gradients gradientsKeeping(Tensor... intermediates) {
        return Backward.run(this, seed("gradientsKeeping"), false, intermediates);
    }

    /** As {@link #gradients()}, but recorded: the gradients can be differentiated again, to any order. */
    public Gradients differentiableGradients() {
        return Backward.run(this, seed("differentiableGradients"), true);
    }

    /** As {@link #gradients(Tensor)}, but recorded; the cotangent may be tracked too. */
    public Gradients differentiableGradients(Tensor cotangent) {
        return Backward.run(this, requireCotangent("differentiableGradients", cotangent), true);
    }

    private Tensor seed(String method) {
        if (shape.size() != 1) {
            throw new GradientException(
                    method,
                    "a single number",
                    dtype + shape.toString(),
                    "reduce it (sum, mean) or give a cotangent of its shape");
        }
        return ones(dtype, shape);
    }

    private Tensor requireCotangent(String method, Tensor cotangent) {
        if (!cotangent.shape.equals(shape) || cotangent.dtype != dtype) {
            throw new GradientException(
                    method,
                    "a cotangent " + dtype + shape,
                    cotangent.dtype + cotangent.shape.toString(),
                    cotangent.dtype == dtype ? "" : "convert it with to(DType." + dtype + ")");
        }
        return cotangent;
    }

    // Copies out

    /**
     * The only element, widened to double.
     *
     * @throws ShapeException if there are more or none
     */
    public double item() {
        if (shape.size() != 1) {
            throw new ShapeException(
                    "item", "a tensor of one element", shape.toString(), "get(...) reads one of several");
        }
        return element(dtype.kernels(), 0);
    }

    /**
     * The element at the given place, one index an axis, widened to double.
     *
     * @throws IndexException if an index is outside its axis
     */
    public double get(int... index) {
        if (index.length != shape.rank()) {
            throw new IndexException("get", shape.rank() + " indices for shape " + shape, index.length + "", "");
        }
        int[] strides = shape.strides();
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dim(axis)) {
                throw new IndexException(
                        "get",
                        "0 <= index < " + shape.dim(axis) + " along axis " + axis + " of " + shape,
                        "" + index[axis],
                        "");
            }
            position += index[axis] * strides[axis];
        }
        return element(dtype.kernels(), position);
    }

    private <A> double element(Kernels<A> k, int position) {
        return k.get(array(k), position);
    }

    /** The elements in row-major order as a new array, widened to double. */
    public double[] toDoubleArray() {
        return doubles(dtype.kernels());
    }

    private <A> double[] doubles(Kernels<A> k) {
        return k.toDoubles(array(k));
    }

    /**
     * The elements in row-major order as a new array.
     *
     * @throws ElementTypeException if this is F64, whose digits would be lost
     */
    public float[] toFloatArray() {
        if (dtype != DType.F32) {
            throw new ElementTypeException("toFloatArray", "F32", dtype.toString(), "to(DType.F32) rounds on purpose");
        }
        return ((float[]) data).clone();
    }

    /** Nested arrays of the element type, such as {@code float[][]} for a matrix; a boxed number for rank 0. */
    public Object toNestedArray() {
        return NestedArrays.write(this);
    }

    /**
     * The numbers in another element type, rounded if need be.
     *
     * @throws GradientException if this tensor is recorded: a graph has one element type
     */
    public Tensor to(DType target) {
        if (target == dtype) {
            return this;
        }
        if (node != null) {
            throw new GradientException(
                    "to",
                    "a constant",
                    "a recorded " + dtype + shape,
                    "detach() it first, or convert before making it a variable");
        }
        return new Tensor(shape, target, target.kernels().fromDoubles(toDoubleArray()), null);
    }

    /** Zeros of this shape and type. */
    Tensor zerosLike() {
        return zeros(dtype, shape);
    }

    /** A number of this element type. */
    Tensor number(double value) {
        return scalar(dtype, value);
    }

    /** With each part along an axis repeated, through a new axis at {@code place} that is then merged into it. */
    Tensor repeated(String operator, int axis, int place, int times) {
        if (times < 0) {
            throw new ArgumentException(operator, "a count of 0 or more", times + "", "");
        }
        Tensor wide = expandDims(place);
        int[] repeated = wide.shape.toArray();
        repeated[place] = times;
        Tensor filled = wide.broadcastTo(repeated);
        int[] merged = shape.toArray();
        merged[axis] *= times;
        return filled.reshape(merged);
    }

    /** Readable: type, shape, and the elements, shortened where there are many. */
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
