package gradus.autodiff;

/**
 * The reductions over all axes, to a single number: the methods of {@link Reduction} without
 * arguments.
 */
public sealed interface Totals extends Operand permits Tensor {

    /** The sum of all elements. See {@link Reduction.Sum}. */
    default Tensor sum() {
        return self().sum(Axes.ALL);
    }

    /** The product of all elements. See {@link Reduction.Prod}. */
    default Tensor prod() {
        return self().prod(Axes.ALL);
    }

    /** The largest of all elements. See {@link Reduction.Max}. */
    default Tensor max() {
        return self().max(Axes.ALL);
    }

    /** The smallest of all elements. See {@link Reduction.Min}. */
    default Tensor min() {
        return self().min(Axes.ALL);
    }

    /** The Euclidean norm of all elements. See {@link Reduction.Norm}. */
    default Tensor norm() {
        return self().norm(Axes.ALL);
    }

    /** log(sum of eˣ) over all elements. See {@link Reduction.LogSumExp}. */
    default Tensor logSumExp() {
        return self().logSumExp(Axes.ALL);
    }
}
