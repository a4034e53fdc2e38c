package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * -(t log σ(x) + (1 - t) log(1 - σ(x))) for each logit x and target t in [0, 1]: the loss to train
 * with. It is computed from the logit in one go, so that it neither overflows nor loses digits:
 * log(1 + eˣ) - t x. PyTorch's {@code BCEWithLogitsLoss}. The slope is σ(x) - t.
 */
public final class BinaryCrossEntropyWithLogits extends Loss {
    private BinaryCrossEntropyWithLogits(LossReduction reduction, boolean broadcasts) {
        super(reduction, broadcasts);
    }

    /** The mean of the losses. */
    public static BinaryCrossEntropyWithLogits mean() {
        return new BinaryCrossEntropyWithLogits(LossReduction.MEAN, false);
    }

    /** The sum of the losses. */
    public static BinaryCrossEntropyWithLogits sum() {
        return new BinaryCrossEntropyWithLogits(LossReduction.SUM, false);
    }

    /** The losses as they are, in the shape of the predictions. */
    public static BinaryCrossEntropyWithLogits none() {
        return new BinaryCrossEntropyWithLogits(LossReduction.NONE, false);
    }

    @Override
    public BinaryCrossEntropyWithLogits broadcasting() {
        return new BinaryCrossEntropyWithLogits(reduction, true);
    }

    @Override
    void require(Tensor predicted, Tensor target) {
        requireProbabilities(target, "targets", "");
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        return predicted.binaryCrossEntropy(target);
    }
}
