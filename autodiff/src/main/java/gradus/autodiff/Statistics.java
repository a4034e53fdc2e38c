package gradus.autodiff;

/** Means and spreads over any set of axes, made of the reductions: no rules of their own. */
public sealed interface Statistics extends Operand permits Tensor {

    /**
     * The mean: the sum divided by the number of elements, and so infinite where the sum is beyond
     * the range of the type, as in NumPy and PyTorch.
     *
     * @throws ShapeException over no elements
     */
    default Tensor mean(Axes axes) {
        int count = count("mean", axes, 0);
        return self().sum(axes).div(count);
    }

    /** The mean of all elements. */
    default Tensor mean() {
        return mean(Axes.ALL);
    }

    /** The mean over the given axes. */
    default Tensor mean(int... axes) {
        return mean(Axes.of(axes));
    }

    /**
     * The mean squared distance from the mean: the sum of squares is divided by the number of
     * elements n.
     */
    default Tensor variance(Axes axes) {
        return variance(axes, 0);
    }

    /** The variance of all elements. */
    default Tensor variance() {
        return variance(Axes.ALL);
    }

    /** The variance over the given axes. */
    default Tensor variance(int... axes) {
        return variance(Axes.of(axes));
    }

    /**
     * The variance with the sum of squares divided by n - correction; 1 gives the unbiased
     * estimate.
     *
     * @throws ShapeException unless there are more than {@code correction} elements
     */
    default Tensor variance(Axes axes, int correction) {
        int count = count("variance", axes, correction);
        int all = count + correction;
        Tensor variance = Normalizer.variance(self(), axes).reshape(axes.reducedShape("variance", self().shape()));
        return correction == 0 ? variance : variance.mul(all / (double) count);
    }

    /**
     * The square root of the variance. Where all elements are equal it is 0, and so are its
     * derivatives of every order, as those of {@link Reduction.Norm}.
     */
    default Tensor standardDeviation(Axes axes) {
        return standardDeviation(axes, 0);
    }

    /** The standard deviation of all elements. */
    default Tensor standardDeviation() {
        return standardDeviation(Axes.ALL);
    }

    /** The standard deviation over the given axes. */
    default Tensor standardDeviation(int... axes) {
        return standardDeviation(Axes.of(axes));
    }

    /**
     * The square root of {@link #variance(Axes, int)}. Higher derivatives at tiny numbers overflow to
     * infinity, or to NaN where they do by more than 2⁶⁴ in F32, 2⁵¹² in F64, or where the distances
     * from the mean have a norm below 2⁻⁵¹ in F32, 2⁻⁴¹⁵ in F64.
     *
     * @throws ShapeException unless there are more than {@code correction} elements
     */
    default Tensor standardDeviation(Axes axes, int correction) {
        int count = count("standardDeviation", axes, correction);
        Tensor norm = centered(axes).norm(axes);
        return tiny(norm).any()
                ? magnified(self(), axes, tiny(centered(axes).norm(axes.kept())))
                        .div(Math.sqrt(count))
                : norm.div(Math.sqrt(count));
    }

    private static Mask tiny(Tensor norm) {
        boolean f32 = norm.dtype() == DType.F32;
        return norm.less(f32 ? 0x1p-12 : 0x1p-96).and(norm.greaterOrEqual(f32 ? 0x1p-51 : 0x1p-415));
    }

    /**
     * The norms of the numbers less their mean, where the given ones are computed of larger numbers: a
     * derivative that overflows is then an infinity. It would overflow before it is centered in turn,
     * and the mean of opposite infinities is NaN. The power of two is small enough for cotangents to be
     * divided by it, and takes these norms beyond those whose derivatives are made by the chain rule, see
     * {@link Reduction.Norm}.
     */
    private static Tensor magnified(Tensor x, Axes axes, Mask rows) {
        double power = x.dtype() == DType.F32 ? 0x1p64 : 0x1p512;
        Tensor factor = Tensor.where(x.dtype(), rows, power, 1);
        Tensor norm = x.mul(factor).centered(axes).norm(axes);
        return norm.div(factor.reshape(norm.shape()));
    }

    /**
     * What each element is above the mean, in the shape of this tensor: exactly 0 where all
     * elements are equal, also where their mean rounds away from them.
     *
     * @throws ShapeException over no elements
     */
    default Tensor centered(Axes axes) {
        return Centering.of(self(), mean(Given.of("centered", "axes", axes).kept()), axes);
    }

    private int count(String operator, Axes axes, int correction) {
        Shape shape = self().shape();
        int count = Given.of(operator, "axes", axes).count(operator, shape);
        if (count <= correction) {
            throw new ShapeException(
                    operator,
                    "more than " + GradusException.counted(correction, "element") + " to reduce",
                    count + " of shape " + shape,
                    "");
        }
        return count - correction;
    }
}
