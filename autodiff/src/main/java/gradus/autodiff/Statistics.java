package gradus.autodiff;

/** Means and spreads over any set of axes, made of the reductions: no rules of their own. */
public sealed interface Statistics extends Operand permits Tensor {

    /**
     * The mean.
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
        return centered(axes).square().sum(axes).div(count);
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

    /** The square root of {@link #variance(Axes, int)}. */
    default Tensor standardDeviation(Axes axes, int correction) {
        int count = count("standardDeviation", axes, correction);
        return centered(axes).norm(axes).div(Math.sqrt(count));
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
                    operator, "more than " + correction + " elements to reduce", count + " of shape " + shape, "");
        }
        return count - correction;
    }
}
