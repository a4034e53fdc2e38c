package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * Orthogonal weights: independent normal vectors, each less what it has in common with those before
 * it, as by Gram and Schmidt, and brought to one length. That is the Q of A = Q R with the diagonal of
 * R positive, which makes all rotations and reflections equally likely.
 */
record Orthogonal(double gain) implements Initializer {
    /** What is left of a vector, beside its length: less is rounding error alone. */
    private static final double LEAST_LEFT = 1e-8;

    /** Once leaves what rounding errors left; "twice is enough" (Kahan and Parlett). */
    private static final int ROUNDS = 2;

    Orthogonal {
        if (!Double.isFinite(gain)) {
            throw new ArgumentException("orthogonal", "a finite gain", gain + "", "");
        }
    }

    static void requireMatrix(String operator, Shape shape) {
        if (shape.rank() < 2 || shape.size() == 0) {
            throw new ShapeException(
                    operator,
                    "weights [out, in, ...], no axis empty",
                    shape.toString(),
                    "biases usually start as zeros()");
        }
    }

    @Override
    public Tensor create(DType dtype, Shape shape, RandomGenerator random) {
        requireMatrix("orthogonal", shape);
        int rows = shape.dim(0);
        int columns = shape.size() / rows;
        double[] drawn = Tensor.normal(DType.F64, shape, 0, 1, random).toDoubleArray();
        boolean isWide = rows <= columns;
        int count = Math.min(rows, columns);
        double[][] vectors = new double[count][Math.max(rows, columns)];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < vectors[v].length; i++) {
                vectors[v][i] = drawn[isWide ? v * columns + i : i * columns + v];
            }
            normalize(vectors, v);
        }
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < vectors[v].length; i++) {
                drawn[isWide ? v * columns + i : i * columns + v] = gain * vectors[v][i];
            }
        }
        return Tensor.of(shape, drawn).to(dtype);
    }

    private static void normalize(double[][] vectors, int last) {
        double[] vector = vectors[last];
        double before = Math.sqrt(dot(vector, vector));
        for (int round = 0; round < ROUNDS; round++) {
            for (int other = 0; other < last; other++) {
                double common = dot(vectors[other], vector);
                for (int i = 0; i < vector.length; i++) {
                    vector[i] -= common * vectors[other][i];
                }
            }
        }
        double length = Math.sqrt(dot(vector, vector));
        if (!(length > LEAST_LEFT * before)) {
            throw new ArgumentException(
                    "orthogonal",
                    "random numbers that make independent vectors",
                    "vector " + last + " in the span of those before it",
                    "a generator that repeats itself cannot make weights");
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** See {@link Initializer#identity()}. */
    static Tensor identity(DType dtype, Shape shape, RandomGenerator random) {
        requireMatrix("identity", shape);
        int rows = shape.dim(0);
        int columns = shape.dim(1);
        int kernel = shape.size() / rows / columns;
        int middle = 0;
        for (int axis = 2; axis < shape.rank(); axis++) {
            middle = middle * shape.dim(axis) + shape.dim(axis) / 2;
        }
        double[] numbers = new double[shape.size()];
        for (int i = 0; i < Math.min(rows, columns); i++) {
            numbers[(i * columns + i) * kernel + middle] = 1;
        }
        return Tensor.of(shape, numbers).to(dtype);
    }
}
