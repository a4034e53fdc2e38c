package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.SeenInputs;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.loss.CrossEntropy;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/**
 * How well a classifier does on a data set.
 *
 * @param loss the mean cross-entropy, in nats
 * @param confusion how often each class was taken for each
 */
public record Evaluation(double loss, ConfusionMatrix confusion) {
    private static final int BATCH = 1000;

    /**
     * Applies a model whose main output are logits {@code [n, classes]} to all examples, a thousand at a
     * time: as it is now, whatever another thread does with it meanwhile, if it can be {@linkplain
     * gradus.nn.Layer#frozen() frozen}. With several labels for each example logits are {@code [n, ...,
     * classes]}, and each label counts.
     *
     * @throws ArgumentException if there are none, they have targets instead of class labels, or a
     *     logit is NaN
     */
    public static Evaluation of(Model model, Dataset data) {
        if (data.size() == 0) {
            throw new ArgumentException("Evaluation", "at least one example", "none", "");
        }
        if (!data.hasLabels()) {
            throw new ArgumentException(
                    "Evaluation",
                    "examples with class labels",
                    data.toString(),
                    "RegressionErrors says how far outputs are from targets");
        }
        double loss = 0;
        MutableList<ConfusionMatrix> confusions = Lists.mutable.empty();
        Scope scope = new Scope();
        Model constant = Frozen.copyIfPossible(model);
        long labels = 0;
        for (Batch batch : data.batches(BATCH)) {
            labels += batch.labels().shape().size();
            loss += scope.run(() -> {
                SeenInputs.compare(model, batch.namedInputs());
                Tensor logits =
                        constant.forward(batch.namedInputs(), Mode.evaluation()).first();
                Rows.requireNumbers("Evaluation", "logits", logits);
                int classes = logits.shape().dim(-1);
                confusions.add(ConfusionMatrix.of(batch.labels(), logits.argMax(-1), classes));
                return new CrossEntropy().sum(logits, batch.labels()).item();
            });
        }
        var confusion = confusions.reduce(ConfusionMatrix::plus).orElseThrow();
        return new Evaluation(loss / labels, confusion);
    }

    /** The part of the examples whose largest logit is at their label, from 0 to 1. */
    public double accuracy() {
        return confusion.accuracy();
    }

    /** Such as {@code loss 0.3038, accuracy 91.06 %}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "loss %.4f, accuracy %.2f %%", loss, 100 * accuracy());
    }
}
