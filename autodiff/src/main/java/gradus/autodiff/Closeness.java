package gradus.autodiff;

import java.util.stream.IntStream;

/** Whether two tensors hold the same numbers, exactly or nearly: by NumPy's rules, computed in double. */
record Closeness(double relative, double absolute, boolean equalNaN) {
    Closeness {
        if (!(relative >= 0 && absolute >= 0) || !Double.isFinite(relative + absolute)) {
            throw new ArgumentException(
                    "allClose", "finite tolerances of 0 or more", relative + " and " + absolute, "");
        }
    }

    boolean holds(Tensor a, Tensor b) {
        requireOneType("allClose", a, b);
        Shape shape = a.shape().broadcast(b.shape(), "allClose");
        double[] left = numbers(a, shape);
        double[] right = numbers(b, shape);
        return IntStream.range(0, left.length).allMatch(i -> isClose(left[i], right[i]));
    }

    private boolean isClose(double a, double b) {
        return a == b
                || (Double.isFinite(b) && Math.abs(a - b) <= absolute + relative * Math.abs(b))
                || (equalNaN && Double.isNaN(a) && Double.isNaN(b));
    }

    private static double[] numbers(Tensor x, Shape shape) {
        return x.detach().broadcastTo(shape).toDoubleArray();
    }

    static boolean isEqual(Tensor a, Tensor b, boolean equalNaN) {
        requireOneType("arrayEqual", a, b);
        return a.shape().equals(b.shape()) && new Closeness(0, 0, equalNaN).holds(a, b);
    }

    private static void requireOneType(String operator, Tensor a, Tensor b) {
        if (a.dtype() != Given.of(operator, "two tensors", b).dtype()) {
            throw ElementTypeException.of(operator, a, b);
        }
    }
}
