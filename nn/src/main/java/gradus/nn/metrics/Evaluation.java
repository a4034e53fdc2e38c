package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.NamedTensors;
import gradus.nn.SeenInputs;
import gradus.nn.data.Batch;
import gradus.nn.data.BatchesAhead;
import gradus.nn.data.Dataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.loss.CrossEntropy;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
     * classes]}, and each label counts. A label below 0 is a mark for "no label", and does not count, as
     * for {@link Accuracy}.
     *
     * @throws ArgumentException if there are none, they have targets instead of class labels, or a
     *     logit is NaN
     */
    public static Evaluation of(Model model, Dataset data) {
        return of(model, data.batches(BATCH));
    }

    /**
     * As {@link #of(Model, Dataset)}, of examples that are read meanwhile, of which a few thousand are in
     * memory at once.
     *
     * @throws ArgumentException likewise
     * @throws gradus.nn.files.DataException if a file is damaged, or was changed
     */
    public static Evaluation of(Model model, StreamedDataset data) {
        try (BatchesAhead batches = data.batches(BATCH)) {
            return of(model, batches);
        }
    }

    private static Evaluation of(Model model, Iterable<Batch> batches) {
        Scope scope = new Scope();
        Model constant = Frozen.copyIfPossible(model);
        Consumer<NamedTensors> comparison = SeenInputs.comparison(model);
        double loss = 0;
        @Nullable ConfusionMatrix all = null;
        for (Batch batch : batches) {
            requireLabels(batch);
            @Nullable
            Evaluation part = scope.run(() -> {
                comparison.accept(batch.namedInputs());
                return of(
                        constant.forward(batch.namedInputs(), Mode.evaluation()).first(), batch.labels());
            });
            if (part != null) {
                loss += part.loss;
                all = all == null ? part.confusion : all.plus(part.confusion);
            }
        }
        if (all == null) {
            throw new ArgumentException(
                    "Evaluation",
                    "at least one example with a label",
                    "none",
                    "labels below 0 are marks for none; is the data set empty?");
        }
        return new Evaluation(loss / all.total(), all);
    }

    private static void requireLabels(Batch batch) {
        if (!batch.hasLabels()) {
            throw new ArgumentException(
                    "Evaluation",
                    "examples with class labels",
                    batch.toString(),
                    "RegressionErrors says how far outputs are from targets");
        }
    }

    /** The sum of the losses and the confusion of one batch; null if it has no labels. */
    private static @Nullable Evaluation of(Tensor logits, Indices labels) {
        Rows.requireLabels("Evaluation", "logits", logits, labels);
        Rows.requireNumbers("Evaluation", "logits", logits);
        int classes = logits.shape().dim(-1);
        int[] places = Rows.labeled(labels);
        if (places.length < labels.shape().size()) {
            Tensor rows = logits.reshape(labels.shape().size(), classes).indexSelect(0, Indices.of(places));
            return of(rows, Indices.of(Arrays.stream(places).map(labels::get).toArray()));
        }
        return places.length == 0
                ? null
                : new Evaluation(
                        new CrossEntropy().sum(logits, labels).item(),
                        ConfusionMatrix.of(labels, logits.argMax(-1), classes));
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
