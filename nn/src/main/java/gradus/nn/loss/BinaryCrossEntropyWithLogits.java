package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * -(t log σ(x) + (1 - t) log(1 - σ(x))) for each logit x and target t in [0, 1]: the loss to train
 * with. It is computed from the logit in one go, so that it neither overflows nor loses digits:
 * log(1 + eˣ) - t x. PyTorch's {@code BCEWithLogitsLoss}. The slope is σ(x) - t.
 */
public record BinaryCrossEntropyWithLogits() implements Loss {
    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        Reduction.requireProbabilities(name(), target, "targets", "");
        return predicted.binaryCrossEntropy(target);
    }
}
