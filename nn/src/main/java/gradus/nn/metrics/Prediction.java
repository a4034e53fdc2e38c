package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Scope;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Frozen;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.NamedTensors;
import gradus.nn.SeenInputs;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * What a classifier says of one example: to look at its mistakes, the most confident ones first.
 *
 * {@snippet lang = java :
 * var mistakes = Prediction.all(model, test).reject(Prediction::correct);
 * var worst = mistakes.toSortedListBy(mistake -> -mistake.score()).take(10);
 * Batch images = test.select(worst.collectInt(Prediction::place).toArray()).all();
 * }
 *
 * @param place of the example in its data set, from 0
 * @param label its class
 * @param predicted the class with the largest probability, the first of equals
 * @param score the probability that softmax gives to {@code predicted}
 */
public record Prediction(int place, int label, int predicted, double score) {
    private static final int BATCH = 1000;

    /**
     * Applies a model that gives logits {@code [n, classes]} to all examples, a thousand at a time.
     *
     * @throws ArgumentException if the examples have targets instead of class labels, or a logit is NaN
     * @throws ShapeException if an example has several labels
     */
    public static ImmutableList<Prediction> all(Model model, Dataset data) {
        if (!data.hasLabels()) {
            throw new ArgumentException("Prediction", "examples with class labels", data.toString(), "");
        }
        MutableList<Prediction> predictions = Lists.mutable.empty();
        Scope scope = new Scope();
        Model constant = Frozen.copyIfPossible(model);
        Consumer<NamedTensors> comparison = SeenInputs.comparison(model);
        data.batches(BATCH)
                .forEach(batch -> scope.run(() -> {
                    comparison.accept(batch.namedInputs());
                    add(constant, batch, predictions);
                }));
        return predictions.toImmutable();
    }

    private static void add(Model model, Batch batch, MutableList<Prediction> predictions) {
        if (batch.labels().shape().rank() != 1) {
            throw new ShapeException(
                    "Prediction",
                    "one label for each example, [n]",
                    batch.labels().shape() + "",
                    "");
        }
        Tensor logits = model.forward(batch.namedInputs(), Mode.evaluation()).first();
        Rows.requireNumbers("Prediction", "logits", logits);
        Tensor probabilities = logits.softmax(-1);
        Indices predicted = probabilities.argMax(-1);
        double[] scores = probabilities.max(-1).toDoubleArray();
        for (int i = 0; i < scores.length; i++) {
            int label = batch.labels().get(i);
            predictions.add(new Prediction(predictions.size(), label, predicted.get(i), scores[i]));
        }
    }

    /** Whether the example was taken for what it is. */
    public boolean correct() {
        return predicted == label;
    }
}
