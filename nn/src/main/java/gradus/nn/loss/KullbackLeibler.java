package gradus.nn.loss;

import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * How far a predicted distribution q is from the target distribution p, in nats: the sum of p (log
 * p - log q) over the last axis, for each row, with 0 log 0 = 0. The predictions are
 * <em>log</em>-probabilities, such as {@link LogSoftmax} gives; the targets are probabilities,
 * which should sum to 1 and are not checked. Kullback and Leibler, Annals of Mathematical
 * Statistics 22 (1951). The mean is over the rows, which PyTorch's {@code KLDivLoss} calls {@code
 * batchmean}; its {@code mean} also divides by the length of the rows.
 */
public final class KullbackLeibler extends Loss {
    private KullbackLeibler(LossReduction reduction, boolean broadcasts) {
        super(reduction, broadcasts);
    }

    /** The mean over the rows. */
    public static KullbackLeibler mean() {
        return new KullbackLeibler(LossReduction.MEAN, false);
    }

    /** The sum over the rows. */
    public static KullbackLeibler sum() {
        return new KullbackLeibler(LossReduction.SUM, false);
    }

    /** The divergence of each row: {@code [..., classes]} to {@code [...]}. */
    public static KullbackLeibler none() {
        return new KullbackLeibler(LossReduction.NONE, false);
    }

    private void requireRows(Tensor predicted) {
        if (predicted.shape().rank() == 0) {
            throw new ShapeException(toString(), "distributions [..., classes]", predicted.shape() + "", "");
        }
    }

    @Override
    public KullbackLeibler broadcasting() {
        return new KullbackLeibler(reduction, true);
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        requireRows(predicted);
        Tensor logTarget = Tensor.where(target.equal(0), 1, target).log();
        return target.chain(logTarget.sub(predicted)).sum(-1);
    }
}
