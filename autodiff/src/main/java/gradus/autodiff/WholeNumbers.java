package gradus.autodiff;

import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;

/** What {@link Indices} compute, element by element, and their exchange with tensors. */
final class WholeNumbers {
    /** How two numbers compare. */
    interface Relation {
        boolean holds(int a, int b);
    }

    private WholeNumbers() {}

    static int[] broadcast(Indices x, Shape target) {
        if (x.shape().equals(target)) {
            return x.array();
        }
        int[] from = x.array();
        int[] result = new int[target.size()];
        Broadcasting.of(x.shape(), Shape.SCALAR, target).rows((start, step, _, _, at, count) -> {
            for (int i = 0; i < count; i++) {
                result[at + i] = from[start + i * step];
            }
        });
        return result;
    }

    /** Element by element, after broadcasting; the operation throws where the result is no int. */
    static Indices combine(String operator, String sign, Indices a, Indices b, IntBinaryOperator exact) {
        Shape shape = a.shape().broadcast(Given.of(operator, "indices", b).shape(), operator);
        int[] left = broadcast(a, shape);
        int[] right = broadcast(b, shape);
        int[] result = new int[left.length];
        for (int i = 0; i < result.length; i++) {
            try {
                result[i] = exact.applyAsInt(left[i], right[i]);
            } catch (ArithmeticException e) {
                throw new ArgumentException(
                        operator,
                        right[i] == 0 ? "divisors other than 0" : "results of 32 bits",
                        left[i] + " " + sign + " " + right[i] + " at position " + i,
                        "");
            }
        }
        return new Indices(shape, result);
    }

    static Mask compare(String operator, Indices a, Indices b, Relation relation) {
        if (!a.shape().equals(Given.of(operator, "indices", b).shape())) {
            throw new ShapeException(operator, "indices of one shape", a.shape() + " and " + b.shape(), "");
        }
        boolean[] result = new boolean[a.array().length];
        for (int i = 0; i < result.length; i++) {
            result[i] = relation.holds(a.array()[i], b.array()[i]);
        }
        return new Mask(a.shape(), result);
    }

    static Mask compare(Indices a, IntPredicate holds) {
        boolean[] result = new boolean[a.array().length];
        for (int i = 0; i < result.length; i++) {
            result[i] = holds.test(a.array()[i]);
        }
        return new Mask(a.shape(), result);
    }

    static Tensor toTensor(Indices x, DType dtype) {
        Given.of("toTensor", "an element type", dtype);
        double[] numbers = new double[x.array().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = x.array()[i];
            if (dtype == DType.F32 && (float) numbers[i] != numbers[i]) {
                throw new ArgumentException(
                        "toTensor", "numbers that F32 holds", x.array()[i] + " at position " + i, "use DType.F64");
            }
        }
        return Tensor.ofNew(x.shape(), dtype, dtype.kernels().fromDoubles(numbers));
    }

    static Indices of(Tensor x) {
        double[] numbers = x.toDoubleArray();
        int[] indices = new int[numbers.length];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) numbers[i];
            if (indices[i] != numbers[i]) {
                throw new ArgumentException(
                        "toIndices",
                        "whole numbers of 32 bits",
                        numbers[i] + " at position " + i,
                        Double.isNaN(numbers[i]) || numbers[i] == Math.rint(numbers[i])
                                ? ""
                                : "round() or floor() first?");
            }
        }
        return new Indices(x.shape(), indices);
    }
}
