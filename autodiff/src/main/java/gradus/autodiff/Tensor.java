package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
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
 * Piecewise}, {@link Comparisons}, {@link Reduction}, {@link Statistics}, {@link Probability}, {@link Movement}, {@link Contraction}
 * and {@link Indexing}. None changes its operands.
 *
 * <p>Tensors may be shared between threads, virtual ones too, and independent threads may record and differentiate at the same
 * time, also from the same tensors: there is no tape, no mode and no other global state. Nothing needs closing.
 */
public final class Tensor
        implements Arithmetic,
                Elementary,
                Activations,
                Piecewise,
                Comparisons,
                Reduction,
                Statistics,
                Probability,
                Movement,
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

    // Factories

    /** A single number of type F32. */
    public static Tensor scalar(float value) {
        return new Tensor(Shape.SCALAR, DType.F32, new float[] {value}, null);
    }

    /** A single number of type F64. */
    public static Tensor scalar(double value) {
        return new Tensor(Shape.SCALAR, DType.F64, new double[] {value}, null);
    }

    /** A single number, rounded to the given type. */
    public static Tensor scalar(DType dtype, double value) {
        return full(dtype, Shape.SCALAR, value);
    }

    /** A vector of type F32. The array is copied. */
    public static Tensor of(float... elements) {
        return new Tensor(Shape.of(elements.length), DType.F32, elements.clone(), null);
    }

    /** A vector of type F64. The array is copied. */
    public static Tensor of(double... elements) {
        return new Tensor(Shape.of(elements.length), DType.F64, elements.clone(), null);
    }

    /**
     * A tensor from nested arrays of {@code float} (F32) or {@code double} (F64), of any depth; the array is copied.
     *
     * @throws ShapeException if rows of one level differ in length
     * @throws ElementTypeException if the innermost elements are neither floats nor doubles
     */
    public static Tensor of(Object[] rows) {
        return NestedArrays.read(rows);
    }

    /** A single number that is a variable, of type F32. */
    public static Tensor variable(float value) {
        return scalar(value).asVariable();
    }

    /** A single number that is a variable, of type F64. */
    public static Tensor variable(double value) {
        return scalar(value).asVariable();
    }

    /** The same numbers as a variable: what is computed from it is recorded. */
    public static Tensor variable(Tensor value) {
        return value.asVariable();
    }

    /** Zeros of type F32. */
    public static Tensor zeros(int... dims) {
        return zeros(DType.F32, Shape.of(dims));
    }

    /** Zeros. */
    public static Tensor zeros(DType dtype, Shape shape) {
        return new Tensor(shape, dtype, dtype.kernels().allocate(shape.size()), null);
    }

    /** Ones of type F32. */
    public static Tensor ones(int... dims) {
        return full(DType.F32, Shape.of(dims), 1);
    }

    /** Ones. */
    public static Tensor ones(DType dtype, Shape shape) {
        return full(dtype, shape, 1);
    }

    /** One number everywhere, rounded to the given type. */
    public static Tensor full(DType dtype, Shape shape, double value) {
        return filled(dtype.kernels(), dtype, shape, value);
    }

    private static <A> Tensor filled(Kernels<A> k, DType dtype, Shape shape, double value) {
        A data = k.allocate(shape.size());
        k.fill(data, 0, shape.size(), value);
        return new Tensor(shape, dtype, data, null);
    }

    /** 0, 1, ..., count - 1. */
    public static Tensor arange(DType dtype, int count) {
        return arange(dtype, 0, count, 1);
    }

    /**
     * start, start + step, ..., up to but not including {@code end}.
     *
     * @throws ArgumentException if the step is 0 or not finite
     */
    public static Tensor arange(DType dtype, double start, double end, double step) {
        double count = Math.ceil((end - start) / step);
        if (step == 0 || !Double.isFinite(count)) {
            throw new ArgumentException(
                    "arange", "finite ends and a step other than 0", start + " to " + end + " by " + step, "");
        }
        return generate(dtype, Shape.of((int) Math.max(0, Math.min(count, Integer.MAX_VALUE))), i -> start + i * step);
    }

    /** {@code count} numbers from {@code start} to {@code end}, both included, equally far apart. */
    public static Tensor linspace(DType dtype, double start, double end, int count) {
        double step = count < 2 ? 0 : (end - start) / (count - 1);
        return generate(dtype, Shape.of(count), i -> i > 0 && i == count - 1 ? end : start + i * step);
    }

    /** The identity matrix of {@code size} rows. */
    public static Tensor eye(DType dtype, int size) {
        return generate(dtype, Shape.of(size, size), i -> i % (size + 1) == 0 ? 1 : 0);
    }

    /** Numbers drawn evenly from {@code low} (included) to {@code high} (excluded, but for rounding), in row-major order. */
    public static Tensor uniform(DType dtype, Shape shape, double low, double high, RandomGenerator random) {
        return generate(dtype, shape, i -> low + (high - low) * random.nextDouble());
    }

    /** Numbers drawn from a normal distribution, in row-major order. With {@link Randomness} the same on every machine. */
    public static Tensor normal(
            DType dtype, Shape shape, double mean, double standardDeviation, RandomGenerator random) {
        return generate(dtype, shape, i -> mean + standardDeviation * random.nextGaussian());
    }

    private static Tensor generate(DType dtype, Shape shape, java.util.function.IntToDoubleFunction element) {
        return generate(dtype.kernels(), dtype, shape, element);
    }

    private static <A> Tensor generate(
            Kernels<A> k, DType dtype, Shape shape, java.util.function.IntToDoubleFunction element) {
        A data = k.allocate(shape.size());
        for (int i = 0; i < shape.size(); i++) {
            k.set(data, i, element.applyAsDouble(i));
        }
        return new Tensor(shape, dtype, data, null);
    }

    // Operations without a natural receiver

    /** a where the mask holds, otherwise b; all three broadcast. See {@link Comparisons.Where}. */
    public static Tensor where(Mask mask, Tensor a, Tensor b) {
        return Engine.apply(new Where(mask), a, b);
    }

    /** a where the mask holds, otherwise a number. */
    public static Tensor where(Mask mask, Tensor a, double b) {
        return where(mask, a, a.number(b));
    }

    /** A number where the mask holds, otherwise b. */
    public static Tensor where(Mask mask, double a, Tensor b) {
        return where(mask, b.number(a), b);
    }

    /** The tensors one after another along an existing axis. See {@link Movement.Concat}. */
    public static Tensor concat(int axis, Tensor... parts) {
        return concat(axis, Lists.immutable.with(parts));
    }

    /** The tensors one after another along an existing axis. See {@link Movement.Concat}. */
    public static Tensor concat(int axis, ImmutableList<Tensor> parts) {
        requireSome("concat", parts);
        int along = Axes.normalize("concat", axis, parts.getFirst().shape);
        return Engine.apply(new Concat(along), parts);
    }

    /** Tensors of one shape, stacked along a new axis, which becomes axis number {@code axis} of the result. */
    public static Tensor stack(int axis, Tensor... parts) {
        return stack(axis, Lists.immutable.with(parts));
    }

    /** Tensors of one shape, stacked along a new axis, which becomes axis number {@code axis} of the result. */
    public static Tensor stack(int axis, ImmutableList<Tensor> parts) {
        requireSome("stack", parts);
        Shape first = parts.getFirst().shape;
        parts.forEach(part -> {
            if (!part.shape.equals(first)) {
                throw new ShapeException(
                        "stack", "tensors of one shape", first + " and " + part.shape, "concat joins unequal lengths");
            }
        });
        return concat(axis < 0 ? axis + first.rank() + 1 : axis, parts.collect(part -> part.expandDims(axis)));
    }

    private static void requireSome(String operator, ImmutableList<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new ArgumentException(operator, "at least one tensor", "none", "");
        }
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
        return Backward.run(this, requireCotangent(cotangent), false);
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
        return Backward.run(this, requireCotangent(cotangent), true);
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

    private Tensor requireCotangent(Tensor cotangent) {
        if (!cotangent.shape.equals(shape) || cotangent.dtype != dtype) {
            throw new GradientException(
                    "gradients", "a cotangent " + dtype + shape, cotangent.dtype + cotangent.shape.toString(), "");
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
                        "get", "0 to " + (shape.dim(axis) - 1) + " along axis " + axis, "" + index[axis], "");
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
        int[] merged = shape.toArray();
        merged[axis] = Math.multiplyExact(merged[axis], times);
        return wide.broadcastTo(repeated).reshape(Shape.of(merged));
    }

    /** Readable: type, shape, and the elements, shortened where there are many. */
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
