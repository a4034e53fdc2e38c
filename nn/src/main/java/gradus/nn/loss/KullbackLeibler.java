package gradus.nn.loss;

import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * How far a predicted distribution q is from the target distribution p, in nats: the sum of p (log
 * p - log q) over the last axis, for each row, with 0 log 0 = 0. The predictions are
 * <em>log</em>-probabilities, such as {@link gradus.nn.layer.LogSoftmax} gives; the targets are
 * probabilities, which should sum to 1 and are not checked. Kullback and Leibler, Annals of
 * Mathematical Statistics 22 (1951). The mean is over the rows, which PyTorch's {@code KLDivLoss}
 * calls {@code batchmean}; its {@code mean} also divides by the length of the rows.
 */
public record KullbackLeibler() implements Loss {
    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        if (predicted.shape().rank() == 0) {
            throw new ShapeException(name(), "distributions [..., classes]", predicted.shape() + "", "");
        }
        Tensor logTarget = Tensor.where(target.equal(0), 1, target).log();
        return target.chain(logTarget.sub(predicted)).sum(-1);
    }
}
