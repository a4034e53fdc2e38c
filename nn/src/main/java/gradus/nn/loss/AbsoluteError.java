package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * |predicted - target| for each element, with the slope 0 where they are equal; {@code
 * AbsoluteError.mean()} is the mean absolute error, PyTorch's {@code L1Loss}.
 */
public final class AbsoluteError extends Loss {
    private AbsoluteError(LossReduction reduction, boolean broadcasts) {
        super(reduction, broadcasts);
    }

    /** The mean of the losses. */
    public static AbsoluteError mean() {
        return new AbsoluteError(LossReduction.MEAN, false);
    }

    /** The sum of the losses. */
    public static AbsoluteError sum() {
        return new AbsoluteError(LossReduction.SUM, false);
    }

    /** The losses as they are, in the shape of the predictions. */
    public static AbsoluteError none() {
        return new AbsoluteError(LossReduction.NONE, false);
    }

    @Override
    public AbsoluteError broadcasting() {
        return new AbsoluteError(reduction, true);
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        return predicted.sub(target).abs();
    }
}
