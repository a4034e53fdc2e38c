package gradus.nn.loss;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.TorchNumbers;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Losses give what PyTorch's give, in each reduction, and the same gradient. */
class TorchLossesTest {
    private final TorchNumbers torch = new TorchNumbers();
    private final Tensor x = torch.get("loss.x").asVariable();
    private final Tensor t = torch.get("loss.t");
    private final Tensor share = torch.get("loss.share");
    private final Tensor rows = torch.get("loss.rows");
    private final Tensor weights = torch.get("loss.weights");
    private final Indices labels = Indices.of(2, 0, 1, 2);

    private void assertAgree(String name, Tensor mean, Tensor sum, Tensor none) {
        torch.assertAgree(name + ".mean", mean);
        torch.assertAgree(name + ".sum", sum);
        torch.assertAgree(name + ".none", none);
        torch.assertAgree(name + ".dx", mean.gradients().of(x));
    }

    private void assertAgree(Tensor predicted, Tensor target, Loss mean, Loss sum, Loss none) {
        var name = mean.getClass().getSimpleName();
        assertAgree(name, mean.of(predicted, target), sum.of(predicted, target), none.of(predicted, target));
    }

    @Test
    void regression() {
        assertAgree(x, t, SquaredError.mean(), SquaredError.sum(), SquaredError.none());
        assertAgree(x, t, AbsoluteError.mean(), AbsoluteError.sum(), AbsoluteError.none());
        assertAgree(
                x,
                t,
                Huber.mean().delta(0.7),
                Huber.sum().delta(0.7),
                Huber.none().delta(0.7));
    }

    @Test
    void binaryClassification() {
        assertAgree(x.sigmoid(), share, BinaryCrossEntropy.mean(), BinaryCrossEntropy.sum(), BinaryCrossEntropy.none());
        assertAgree(
                x,
                share,
                BinaryCrossEntropyWithLogits.mean(),
                BinaryCrossEntropyWithLogits.sum(),
                BinaryCrossEntropyWithLogits.none());
    }

    @Test
    void theNaiveFormOfBinaryCrossEntropyIsTheSameBetweenZeroAndOne() {
        var p = x.sigmoid();
        assertAgree(
                "BinaryCrossEntropy",
                NaiveBinaryCrossEntropy.mean().of(p, share),
                NaiveBinaryCrossEntropy.sum().of(p, share),
                NaiveBinaryCrossEntropy.none().of(p, share));
    }

    @Test
    void distributions() {
        assertAgree(x.logSoftmax(-1), rows, KullbackLeibler.mean(), KullbackLeibler.sum(), KullbackLeibler.none());
    }

    @Test
    void negativeLogLikelihood() {
        var q = x.logSoftmax(-1);
        assertAgree(
                "NegativeLogLikelihood",
                NegativeLogLikelihood.mean().of(q, labels),
                NegativeLogLikelihood.sum().of(q, labels),
                NegativeLogLikelihood.none().of(q, labels));
        assertAgree(
                "NegativeLogLikelihood.weighted",
                NegativeLogLikelihood.mean().classWeights(weights).of(q, labels),
                NegativeLogLikelihood.sum().classWeights(weights).of(q, labels),
                NegativeLogLikelihood.none().classWeights(weights).of(q, labels));
    }

    @Test
    void crossEntropy() {
        assertCrossEntropy("plain", loss -> loss);
        assertCrossEntropy("weighted", loss -> loss.classWeights(weights));
        assertCrossEntropy("smoothed", loss -> loss.labelSmoothing(0.3));
        assertCrossEntropy("both", loss -> loss.labelSmoothing(0.3).classWeights(weights));
        assertCrossEntropy("both", loss -> loss.classWeights(weights).labelSmoothing(0.3));
    }

    private void assertCrossEntropy(String name, UnaryOperator<CrossEntropy> settings) {
        var mean = settings.apply(CrossEntropy.mean());
        var sum = settings.apply(CrossEntropy.sum());
        var none = settings.apply(CrossEntropy.none());
        assertAgree("CrossEntropy." + name, mean.of(x, labels), sum.of(x, labels), none.of(x, labels));
        assertAgree("CrossEntropy.rows." + name, mean.of(x, rows), sum.of(x, rows), none.of(x, rows));
    }
}
