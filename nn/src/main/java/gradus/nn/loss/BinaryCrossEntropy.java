package gradus.nn.loss;

import gradus.autodiff.DType;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;

/**
 * -(t log p + (1 - t) log(1 - p)) for each probability p and target t in [0, 1], in nats. Each
 * logarithm is bounded at -100, as in PyTorch's {@code BCELoss}: a certain and right answer costs
 * 0, a certain and wrong one 100. Probabilities outside [0, 1] are refused, as are targets.
 *
 * <p>The gradient is 1/p times the target's part, and likewise for 1 - p, but 0 where p, or 1 - p,
 * is saturated: where its logarithm is at the bound, or it is less than the least normal number of
 * its type, so that 1/p could be infinite. So neither value nor gradient is ever infinite or NaN
 * unless p is NaN. But a certain and wrong answer is not corrected: train with {@link
 * BinaryCrossEntropyWithLogits}, which knows how far a saturated sigmoid is from right. {@link
 * NaiveBinaryCrossEntropy} is the formula without bounds.
 */
public record BinaryCrossEntropy() implements Loss {
    private static final double BOUND = -100;

    /** The number whose logarithm is the bound. */
    private static final double LEAST = 3.720075976020836e-44;

    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        Reduction.requireProbabilities(
                name(), predicted, "probabilities", "of logits take BinaryCrossEntropyWithLogits");
        Reduction.requireProbabilities(name(), target, "targets", "");
        Tensor ifTrue = target.chain(boundedLog(predicted));
        Tensor ifFalse = target.neg().add(1).chain(boundedLog(predicted.neg().add(1)));
        return ifTrue.add(ifFalse).neg();
    }

    private static Tensor boundedLog(Tensor p) {
        Mask saturated = p.less(p.dtype() == DType.F32 ? Float.MIN_NORMAL : LEAST);
        Tensor bounded = p.detach().log().maximum(BOUND);
        return Tensor.where(saturated, bounded, p.log());
    }
}
