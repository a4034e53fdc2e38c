package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;

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
                Tensor.apply(new ReductionDerivatives.NormDerivative(axes), Lists.immutable.with(rows)),
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

    /** A quarter of the type's exponents: norms up to here, and from its inverse on, have derivatives within the range. */
    private static double greatest(DType dtype) {
        return dtype == DType.F32 ? 0x1p32 : 0x1p256;
    }
}
