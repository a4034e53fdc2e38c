package gradus.nn;

import gradus.autodiff.Tensor;

/**
 * -(t log p + (1 - t) log(1 - p)) for each probability p and target t in [0, 1], in nats, with 0 log 0 = 0: a certain and right
 * answer costs 0, a certain and wrong one costs infinity. PyTorch's {@code BCELoss} is the same for p between 0 and 1, but caps
 * each logarithm at -100, so that a certain and wrong answer costs 100. Probabilities outside [0, 1] are refused, as are
 * targets.
 *
 * <p>After a sigmoid that is saturated, p is exactly 0 or 1 and its gradient is lost: train with
 * {@link BinaryCrossEntropyWithLogits}. {@link NaiveBinaryCrossEntropy} is the formula without the convention for 0 log 0.
 */
public final class BinaryCrossEntropy extends Loss {
    private BinaryCrossEntropy(LossReduction reduction, boolean broadcasts) {
        super(reduction, broadcasts);
    }

    /** The mean of the losses. */
    public static BinaryCrossEntropy mean() {
        return new BinaryCrossEntropy(LossReduction.MEAN, false);
    }

    /** The sum of the losses. */
    public static BinaryCrossEntropy sum() {
        return new BinaryCrossEntropy(LossReduction.SUM, false);
    }

    /** The losses as they are, in the shape of the predictions. */
    public static BinaryCrossEntropy none() {
        return new BinaryCrossEntropy(LossReduction.NONE, false);
    }

    @Override
    public BinaryCrossEntropy broadcasting() {
        return new BinaryCrossEntropy(reduction, true);
    }

    @Override
    void require(Tensor predicted, Tensor target) {
        requireProbabilities(predicted, "probabilities", "of logits take BinaryCrossEntropyWithLogits");
        requireProbabilities(target, "targets", "");
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        Tensor ifTrue = target.chain(predicted.log());
        Tensor ifFalse = target.neg().add(1).chain(predicted.neg().add(1).log());
        return ifTrue.add(ifFalse).neg();
    }
}
