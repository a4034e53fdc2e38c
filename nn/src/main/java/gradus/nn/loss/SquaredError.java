package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * (predicted - target)² for each element; {@code SquaredError.mean()} is the mean squared error,
 * PyTorch's {@code MSELoss}. The name leaves out the mean, since the sum is as common.
 */
public final class SquaredError extends Loss {
    private SquaredError(LossReduction reduction, boolean broadcasts) {
        super(reduction, broadcasts);
    }

    /** The mean of the losses. */
    public static SquaredError mean() {
        return new SquaredError(LossReduction.MEAN, false);
    }

    /** The sum of the losses. */
    public static SquaredError sum() {
        return new SquaredError(LossReduction.SUM, false);
    }

    /** The losses as they are, in the shape of the predictions. */
    public static SquaredError none() {
        return new SquaredError(LossReduction.NONE, false);
    }

    @Override
    public SquaredError broadcasting() {
        return new SquaredError(reduction, true);
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        return predicted.sub(target).square();
    }
}
