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

    private void assertAgree(Tensor predicted, Tensor target, Loss loss) {
        assertAgree(
                loss.name(), loss.mean(predicted, target), loss.sum(predicted, target), loss.each(predicted, target));
    }

    @Test
    void regression() {
        assertAgree(x, t, new SquaredError());
        assertAgree(x, t, new AbsoluteError());
        assertAgree(x, t, new Huber().delta(0.7));
    }

    @Test
    void binaryClassification() {
        assertAgree(x.sigmoid(), share, new BinaryCrossEntropy());
        assertAgree(x, share, new BinaryCrossEntropyWithLogits());
    }

    @Test
    void theNaiveFormOfBinaryCrossEntropyIsTheSameBetweenZeroAndOne() {
        var p = x.sigmoid();
        assertAgree(
                "BinaryCrossEntropy",
                new NaiveBinaryCrossEntropy().mean(p, share),
                new NaiveBinaryCrossEntropy().sum(p, share),
                new NaiveBinaryCrossEntropy().each(p, share));
    }

    @Test
    void distributions() {
        assertAgree(x.logSoftmax(-1), rows, new KullbackLeibler());
    }

    @Test
    void negativeLogLikelihood() {
        var q = x.logSoftmax(-1);
        assertAgree(
                "NegativeLogLikelihood",
                new NegativeLogLikelihood().mean(q, labels),
                new NegativeLogLikelihood().sum(q, labels),
                new NegativeLogLikelihood().each(q, labels));
        assertAgree(
                "NegativeLogLikelihood.weighted",
                new NegativeLogLikelihood().classWeights(weights).mean(q, labels),
                new NegativeLogLikelihood().classWeights(weights).sum(q, labels),
                new NegativeLogLikelihood().classWeights(weights).each(q, labels));
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
        var loss = settings.apply(new CrossEntropy());
        assertAgree("CrossEntropy." + name, loss.mean(x, labels), loss.sum(x, labels), loss.each(x, labels));
        assertAgree("CrossEntropy.rows." + name, loss.mean(x, rows), loss.sum(x, rows), loss.each(x, rows));
    }
}
