package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Some examples at once: inputs {@code [n, ...]}, and for each either a class label or a target,
 * the numbers that a model should give for it. Immutable.
 */
public final class Batch {
    private final @Nullable Tensor inputs;
    private final Targets targets;

    Batch(@Nullable Tensor inputs, Targets targets) {
        this.inputs = inputs;
        this.targets = targets;
    }

    /**
     * Examples with class labels {@code [n]}.
     *
     * @throws gradus.autodiff.ShapeException if the numbers of inputs and labels differ
     */
    public Batch(Tensor inputs, Indices labels) {
        this(inputs, Targets.Labels.of(labels));
        targets.requireFit("Batch", inputs.shape());
    }

    /**
     * Examples with targets {@code [n, ...]}.
     *
     * @throws gradus.autodiff.ShapeException if the numbers of inputs and targets differ
     */
    public Batch(Tensor inputs, Tensor targets) {
        this(inputs, new Targets.Values(targets));
        this.targets.requireFit("Batch", inputs.shape());
    }

    /** How many examples. */
    public int size() {
        return targets.count();
    }

    /**
     * What a model is given: {@code [n, ...]}.
     *
     * @throws ArgumentException if the inputs were {@linkplain #withoutInputs() left out}
     */
    public Tensor inputs() {
        if (inputs == null) {
            throw new ArgumentException(
                    "Batch.inputs",
                    "a batch with inputs",
                    toString(),
                    "a metric gets outputs, and labels or targets, of all examples at once");
        }
        return inputs;
    }

    /** Whether the examples have class labels; otherwise they have targets. */
    public boolean hasLabels() {
        return targets instanceof Targets.Labels;
    }

    /**
     * The class of each example, {@code [n]}.
     *
     * @throws ArgumentException if the examples have targets instead
     */
    public Indices labels() {
        return targets.labels("Batch.labels");
    }

    /**
     * What a model should give for each example, {@code [n, ...]}.
     *
     * @throws ArgumentException if the examples have class labels instead
     */
    public Tensor targets() {
        return targets.targets("Batch.targets");
    }

    /**
     * The examples from {@code from} up to, not including, {@code to}.
     *
     * @throws IndexException unless {@code 0 <= from <= to <= size()}
     * @throws ArgumentException if the inputs were {@linkplain #withoutInputs() left out}
     */
    public Batch slice(int from, int to) {
        if (from < 0 || from > to || to > size()) {
            throw new IndexException("Batch.slice", "0 <= from <= to <= " + size(), "from " + from + ", to " + to, "");
        }
        return new Batch(
                inputs().slice(0, from, to),
                targets.take(IntStream.range(from, to).toArray()));
    }

    /**
     * The same labels or targets with other inputs, such as altered images.
     *
     * @throws gradus.autodiff.ShapeException if there are more or fewer of them
     */
    public Batch withInputs(Tensor changed) {
        targets.requireFit("Batch.withInputs", changed.shape());
        return new Batch(changed, targets);
    }

    /**
     * The same labels or targets without their inputs, which are refused from now on: what a metric
     * of very many examples gets.
     */
    public Batch withoutInputs() {
        return new Batch(null, targets);
    }

    @Override
    public String toString() {
        return "Batch of " + size() + (inputs == null ? "" : ", inputs " + inputs.shape()) + ", " + targets.describe();
    }
}
