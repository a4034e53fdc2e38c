package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The static methods that make tensors, called as {@code Tensor.zeros(2, 3)}: from numbers and
 * arrays, filled, drawn, and put together from others.
 */
public abstract sealed class Creation permits Tensor {
    private static final Tensor[] NO_TENSORS = {};

    Creation() {}

    /** A single number of type F32. */
    public static Tensor scalar(float value) {
        return Tensor.ofNew(Shape.SCALAR, DType.F32, new float[] {value});
    }

    /** A single number of type F64. */
    public static Tensor scalar(double value) {
        return Tensor.ofNew(Shape.SCALAR, DType.F64, new double[] {value});
    }

    /** A single number, rounded to the given type. */
    public static Tensor scalar(DType dtype, double value) {
        return full(dtype, Shape.SCALAR, value);
    }

    /** A vector of type F32. The array is copied. */
    public static Tensor of(float... elements) {
        return Tensor.ofNew(Shape.of(given(elements).length), DType.F32, elements.clone());
    }

    /** A vector of type F64. The array is copied. */
    public static Tensor of(double... elements) {
        return Tensor.ofNew(Shape.of(given(elements).length), DType.F64, elements.clone());
    }

    /**
     * A tensor of type F32 from its elements in row-major order. The array is copied.
     *
     * @throws ShapeException unless there are as many elements as the shape has
     */
    public static Tensor of(Shape shape, float... elements) {
        requireCount(shape, given(elements).length);
        return Tensor.ofNew(shape, DType.F32, elements.clone());
    }

    /**
     * A tensor of type F64 from its elements in row-major order. The array is copied.
     *
     * @throws ShapeException unless there are as many elements as the shape has
     */
    public static Tensor of(Shape shape, double... elements) {
        requireCount(shape, given(elements).length);
        return Tensor.ofNew(shape, DType.F64, elements.clone());
    }

    private static <T> T given(T elements) {
        return Given.of("tensor", "elements", elements);
    }

    private static void requireCount(Shape shape, int count) {
        Given.of("tensor", "a shape", shape)
                .requireSize("tensor", count, count == 1 ? "full fills a shape with one number" : "");
    }

    /**
     * A tensor from nested arrays of {@code float} (F32) or {@code double} (F64), of any depth; the
     * array is copied.
     *
     * @throws ShapeException if rows of one level differ in length
     * @throws ElementTypeException if the innermost elements are neither floats nor doubles
     */
    public static Tensor of(Object[] rows) {
        return NestedArrays.read(given(rows));
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
        return Given.of("variable", "a tensor", value).asVariable();
    }

    /** Zeros of type F32. */
    public static Tensor zeros(int... dims) {
        return zeros(DType.F32, Shape.of(dims));
    }

    /** Zeros. */
    public static Tensor zeros(DType dtype, Shape shape) {
        return Tensor.ofNew(shape, dtype, kernels(dtype).allocate(size(shape)));
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
        return filled(kernels(dtype), dtype, shape, value);
    }

    private static Kernels<?> kernels(DType dtype) {
        return Given.of("tensor", "an element type", dtype).kernels();
    }

    private static int size(Shape shape) {
        return Given.of("tensor", "a shape", shape).size();
    }

    private static <A> Tensor filled(Kernels<A> k, DType dtype, Shape shape, double value) {
        A data = k.allocate(size(shape));
        k.fill(data, 0, shape.size(), value);
        return Tensor.ofNew(shape, dtype, data);
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

    /**
     * {@code count} numbers from {@code start} to {@code end}, both included, equally far apart.
     */
    public static Tensor linspace(DType dtype, double start, double end, int count) {
        double step = count == 1 ? 0 : (end - start) / (count - 1);
        return generate(dtype, Shape.of(count), i -> i > 0 && i == count - 1 ? end : start + i * step);
    }

    /** The identity matrix of {@code size} rows. */
    public static Tensor eye(DType dtype, int size) {
        return generate(dtype, Shape.of(size, size), i -> i % (size + 1) == 0 ? 1 : 0);
    }

    /**
     * Numbers drawn evenly from {@code low} (included) to {@code high} (excluded, but for
     * rounding), in row-major order.
     */
    public static Tensor uniform(DType dtype, Shape shape, double low, double high, RandomGenerator random) {
        RandomGenerator given = Given.of("uniform", "a generator", random);
        return generate(dtype, shape, _ -> low + (high - low) * given.nextDouble());
    }

    /**
     * Numbers drawn from a normal distribution, in row-major order. With {@link Randomness} the
     * same on every machine.
     */
    public static Tensor normal(
            DType dtype, Shape shape, double mean, double standardDeviation, RandomGenerator random) {
        if (!(standardDeviation >= 0)) {
            throw new ArgumentException("normal", "a standard deviation of 0 or more", standardDeviation + "", "");
        }
        RandomGenerator given = Given.of("normal", "a generator", random);
        return generate(dtype, shape, _ -> mean + standardDeviation * given.nextGaussian());
    }

    private static Tensor generate(DType dtype, Shape shape, IntToDoubleFunction element) {
        return generate(kernels(dtype), dtype, shape, element);
    }

    private static <A> Tensor generate(Kernels<A> k, DType dtype, Shape shape, IntToDoubleFunction element) {
        A data = k.allocate(size(shape));
        for (int i = 0; i < shape.size(); i++) {
            k.set(data, i, element.applyAsDouble(i));
        }
        return Tensor.ofNew(shape, dtype, data);
    }

    // Operations without a natural receiver

    /** a - b, a a number. See {@link Arithmetic.Sub}. */
    public static Tensor sub(double a, Tensor b) {
        return Given.of("sub", "a tensor", b).number(a).sub(b);
    }

    /** a / b, a a number. See {@link Arithmetic.Div}. */
    public static Tensor div(double a, Tensor b) {
        return Given.of("div", "a tensor", b).number(a).div(b);
    }

    /** A number a to the power of b. See {@link Arithmetic.Pow}. */
    public static Tensor pow(double a, Tensor b) {
        return Given.of("pow", "a tensor", b).number(a).pow(b);
    }

    /** a where the mask holds, otherwise b; all three broadcast. See {@link Comparisons.Where}. */
    public static Tensor where(Mask mask, Tensor a, Tensor b) {
        return Given.of("where", "two tensors", a).apply(new Comparisons.Where(mask), b);
    }

    /** a where the mask holds, otherwise a number. */
    public static Tensor where(Mask mask, Tensor a, double b) {
        return where(mask, a, Given.of("where", "a tensor", a).number(b));
    }

    /** A number where the mask holds, otherwise b. */
    public static Tensor where(Mask mask, double a, Tensor b) {
        return where(mask, Given.of("where", "a tensor", b).number(a), b);
    }

    /** One number where the mask holds, otherwise another; of type F32. */
    public static Tensor where(Mask mask, float a, float b) {
        return where(mask, scalar(a), scalar(b));
    }

    /** One number where the mask holds, otherwise another; of type F64. */
    public static Tensor where(Mask mask, double a, double b) {
        return where(mask, scalar(a), scalar(b));
    }

    /** One number where the mask holds, otherwise another, both rounded to the given type. */
    public static Tensor where(DType dtype, Mask mask, double a, double b) {
        return where(mask, scalar(dtype, a), scalar(dtype, b));
    }

    /** The tensors one after another along an existing axis. See {@link Movement.Concat}. */
    public static Tensor concat(int axis, Tensor... parts) {
        requireSome("concat", parts);
        int along = Axes.normalize("concat", axis, parts[0].shape());
        return Tensor.apply(new Movement.Concat(along), parts.clone());
    }

    /** The tensors one after another along an existing axis. See {@link Movement.Concat}. */
    public static Tensor concat(int axis, ImmutableList<Tensor> parts) {
        return concat(axis, Given.of("concat", "tensors", parts).toArray(NO_TENSORS));
    }

    /**
     * Tensors of one shape, stacked along a new axis, which becomes axis number {@code axis} of the
     * result.
     */
    public static Tensor stack(int axis, Tensor... parts) {
        requireSome("stack", parts);
        Shape first = parts[0].shape();
        for (Tensor part : parts) {
            if (!part.shape().equals(first)) {
                throw new ShapeException(
                        "stack",
                        "tensors of one shape",
                        first + " and " + part.shape(),
                        "concat joins unequal lengths");
            }
        }
        int along = Axes.normalizeNew("stack", axis, first);
        Tensor[] wide = new Tensor[parts.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = parts[i].expandDims(along);
        }
        return concat(along, wide);
    }

    /**
     * Tensors of one shape, stacked along a new axis, which becomes axis number {@code axis} of the
     * result.
     */
    public static Tensor stack(int axis, ImmutableList<Tensor> parts) {
        return stack(axis, Given.of("stack", "tensors", parts).toArray(NO_TENSORS));
    }

    private static void requireSome(String operator, Tensor... parts) {
        if (Given.all(operator, "tensors", parts).length == 0) {
            throw new ArgumentException(operator, "at least one tensor", "none", "");
        }
    }
}
