package gradus.autodiff;

import java.util.Arrays;

/** What the normalizations have in common. */
final class NormRules {
    private NormRules() {}

    static void requireEpsilon(String operator, double epsilon) {
        if (!(epsilon >= 0) || !Double.isFinite(epsilon)) {
            throw new ArgumentException(operator, "a finite epsilon of 0 or more", epsilon + "", "");
        }
    }

    static void requireShape(String operator, String what, Tensor x, Shape shape) {
        if (!x.shape().equals(shape)) {
            throw new ShapeException(operator, what + " " + shape, x.shape().toString(), "");
        }
    }

    static void requireOneType(String operator, Tensor x, Tensor... parameters) {
        for (Tensor parameter : parameters) {
            if (Given.of(operator, "tensors", parameter).dtype() != x.dtype()) {
                throw ElementTypeException.of(operator, x, parameter);
            }
        }
    }

    /** The last axes of {@code x}, as many as those of the weights, which have the same lengths. */
    static Axes lastAxes(String operator, Tensor x, Tensor weight) {
        int rank = Given.of(operator, "weights", weight).shape().rank();
        int outer = x.shape().rank() - rank;
        boolean fits = rank > 0
                && weight.shape().size() > 0
                && outer >= 0
                && Arrays.equals(
                        x.shape().toArray(),
                        outer,
                        x.shape().rank(),
                        weight.shape().toArray(),
                        0,
                        rank);
        if (!fits) {
            throw new ShapeException(
                    operator,
                    "weights of the shape of the last axes, none empty",
                    weight.shape() + " for " + x.shape(),
                    "");
        }
        return axes(outer, x.shape().rank());
    }

    /** The axes from one up to another. */
    static Axes axes(int from, int to) {
        int[] axes = new int[to - from];
        Arrays.setAll(axes, i -> from + i);
        return Axes.of(axes);
    }

    /** A vector of a number for each channel of {@code x}, its axis 1, in a shape that broadcasts to it. */
    static Tensor perChannel(Tensor vector, Tensor x) {
        int[] dims = new int[x.shape().rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = vector.shape().dim(0);
        return vector.reshape(Shape.of(dims));
    }
}
