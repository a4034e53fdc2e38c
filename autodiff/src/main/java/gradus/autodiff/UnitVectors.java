package gradus.autodiff;

/** Vectors divided by their norms, 0 where the norm is 0: the gradient of {@link Reduction.Norm}. */
final class UnitVectors {
    private UnitVectors() {}

    /**
     * x / norm, for norms along the axes, which they kept. Rows whose norm, or its inverse to a small
     * power, leaves the range of the type have an operator of their own; the others do not know of them.
     */
    static Tensor of(Tensor x, Tensor norm, Axes axes) {
        Mask flat = norm.equal(0);
        if (isOrdinary(norm)) {
            return quotient(x, norm, flat);
        }
        double most = greatest(x.dtype());
        Mask extreme = norm.greater(most).or(norm.less(1 / most).and(flat.not()));
        Tensor rows = Tensor.where(extreme, x, 0);
        Tensor others = Tensor.where(extreme, 0, x);
        return Tensor.where(
                extreme,
                Tensor.apply(new ReductionDerivatives.NormDerivative(axes), rows),
                quotient(others, norm, flat.or(extreme)));
    }

    private static Tensor quotient(Tensor x, Tensor norm, Mask flat) {
        return x.div(Tensor.where(flat, Double.POSITIVE_INFINITY, norm));
    }

    private static boolean isOrdinary(Tensor norms) {
        double most = greatest(norms.dtype());
        for (double norm : norms.toDoubleArray()) {
            if (norm > most || (norm < 1 / most && norm != 0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Norms n up to here, and from its inverse on, have every derivative to order 10 within the range
     * of the type, with what the chain rule makes on the way: at order k that is of size n^(1-k) or
     * less, at most 2^(12 * 9) = 2^108 of 2^128 and 2^(96 * 9) = 2^864 of 2^1024, times a number that does not
     * depend on n.
     */
    private static double greatest(DType dtype) {
        return dtype == DType.F32 ? 0x1p12 : 0x1p96;
    }
}
