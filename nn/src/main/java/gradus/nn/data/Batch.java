package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Some examples at once: inputs {@code [n, ...]}, and for each either class labels {@code [n, ...]} or
 * a target, the numbers that a model should give for it. Inputs and targets may have further parts,
 * which have names. Immutable.
 */
public final class Batch {
    private final @Nullable NamedTensors inputs;
    private final NamedTensors targets;
    private final @Nullable NamedTensors outputs;

    private Batch(@Nullable NamedTensors inputs, NamedTensors targets, @Nullable NamedTensors outputs) {
        this.inputs = inputs;
        this.targets = targets;
        this.outputs = outputs;
    }

    /**
     * Examples with class labels {@code [n, ...]}.
     *
     * @throws gradus.autodiff.ShapeException if the numbers of inputs and labels differ
     */
    public Batch(Tensor inputs, Indices labels) {
        this(
                NamedTensors.of(Answers.INPUTS, inputs),
                NamedTensors.of(Answers.TARGETS, Answers.requireLabels(labels)),
                null);
        requireFit("Batch", inputs.shape());
    }

    /**
     * Examples with targets {@code [n, ...]}.
     *
     * @throws gradus.autodiff.ShapeException if the numbers of inputs and targets differ
     */
    public Batch(Tensor inputs, Tensor targets) {
        this(
                NamedTensors.of(Answers.INPUTS, inputs),
                NamedTensors.of(Answers.TARGETS, rows(targets).detach()),
                null);
        requireFit("Batch", inputs.shape());
    }

    /**
     * Examples with several inputs, several targets, or both. The first of each is the main one; main
     * targets that are indices are labels.
     *
     * @throws gradus.autodiff.ShapeException if they are of different numbers of examples
     * @throws ArgumentException if a name stands for an input and a target
     */
    public Batch(NamedTensors inputs, NamedTensors targets) {
        this(inputs, targets.mapTensors(Tensor::detach), null);
        requireFit("Batch", inputs, targets);
    }

    static void requireFit(String operator, NamedTensors inputs, NamedTensors targets) {
        String first = targets.names().getFirst();
        if (targets.hasIndices(first)) {
            Answers.requireLabels(targets.indices(first));
        }
        ImmutableList<String> twice = inputs.names().select(targets::has);
        if (twice.notEmpty()) {
            throw new ArgumentException(
                    operator, "names of their own for inputs and targets", twice.makeString() + " for both", "");
        }
        if (inputs.examples(operator) != targets.examples(operator)) {
            throw new ShapeException(operator, "as many inputs as targets", inputs + " and " + targets, "");
        }
    }

    private static Tensor rows(Tensor targets) {
        if (targets.shape().rank() == 0) {
            throw new ShapeException(
                    "Dataset", "targets [n, ...]", targets.shape().toString(), "");
        }
        return targets;
    }

    private void requireFit(String operator, Shape given) {
        Answers.requireFit(operator, given, size(), describeTargets());
    }

    /** What was taken from a data set. */
    static Batch taken(NamedTensors inputs, NamedTensors targets) {
        return new Batch(inputs, targets, null);
    }

    /** How many examples. */
    public int size() {
        return targets.shape(targets.names().getFirst()).dim(0);
    }

    /**
     * What a model is given in the first place: {@code [n, ...]}. Indices become a tensor of whole
     * numbers; {@code indices("inputs")} has them as they are.
     *
     * @throws ArgumentException if the inputs were {@linkplain #withoutInputs() left out}
     */
    public Tensor inputs() {
        return namedInputs().first();
    }

    /**
     * All that a model is given; the main inputs, if nobody named them, are called {@code inputs}.
     *
     * @throws ArgumentException if the inputs were {@linkplain #withoutInputs() left out}
     */
    public NamedTensors namedInputs() {
        if (inputs == null) {
            throw new ArgumentException(
                    "Batch.inputs",
                    "a batch with inputs",
                    toString(),
                    "a metric gets outputs, and labels or targets, of all examples at once");
        }
        return inputs;
    }

    /** All that a model should give; main labels or targets that nobody named are called {@code targets}. */
    public NamedTensors namedTargets() {
        return targets;
    }

    /** Whether the examples have class labels; otherwise they have targets. */
    public boolean hasLabels() {
        return targets.hasIndices(targets.names().getFirst());
    }

    /**
     * The class of each example, {@code [n]}, or its classes, {@code [n, ...]}.
     *
     * @throws ArgumentException if the examples have targets instead
     */
    public Indices labels() {
        if (!hasLabels()) {
            throw Answers.noLabels("Batch.labels", describeTargets());
        }
        return targets.indices(targets.names().getFirst());
    }

    /**
     * What a model should give for each example in the first place, {@code [n, ...]}.
     *
     * @throws ArgumentException if the examples have class labels instead
     */
    public Tensor targets() {
        if (hasLabels()) {
            throw Answers.noTargets("Batch.targets", describeTargets());
        }
        return targets.first();
    }

    /**
     * The input or the target of that name, if it is a tensor.
     *
     * @throws ArgumentException if there is none, or indices have the name
     */
    public Tensor tensor(String name) {
        return withName("Batch.tensor", name).tensor(name);
    }

    /**
     * The input or the target of that name, if it is indices.
     *
     * @throws ArgumentException if there are none, or a tensor has the name
     */
    public Indices indices(String name) {
        return withName("Batch.indices", name).indices(name);
    }

    private NamedTensors withName(String operator, String name) {
        if (inputs != null && inputs.has(name)) {
            return inputs;
        }
        if (targets.has(name)) {
            return targets;
        }
        throw new ArgumentException(
                operator,
                inputs == null
                        ? "one of the targets " + targets.names()
                        : "one of the inputs " + inputs.names() + " or targets " + targets.names(),
                "\"" + name + "\"",
                inputs == null ? "inputs are not among what a metric gets" : "");
    }

    /**
     * What the model gave for the examples, all of it: what objectives and metrics of models with
     * several outputs look at.
     *
     * @throws ArgumentException if nothing was {@linkplain #withOutputs given} yet
     */
    public NamedTensors outputs() {
        if (outputs == null) {
            throw new ArgumentException(
                    "Batch.outputs", "a batch with outputs", toString(), "withOutputs(model.forward(...)) adds them");
        }
        return outputs;
    }

    /** One of the {@link #outputs()}. */
    public Tensor output(String name) {
        return outputs().tensor(name);
    }

    /** The same examples with what a model gave for them. */
    public Batch withOutputs(NamedTensors given) {
        return new Batch(inputs, targets, given);
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
                namedInputs().slice(from, to),
                targets.slice(from, to),
                outputs == null ? null : outputs.slice(from, to));
    }

    /**
     * The same with other main inputs, such as altered images.
     *
     * @throws gradus.autodiff.ShapeException if there are more or fewer of them
     */
    public Batch withInputs(Tensor changed) {
        requireFit("Batch.withInputs", changed.shape());
        return new Batch(
                inputs == null
                        ? NamedTensors.of(Answers.INPUTS, changed)
                        : inputs.replaced(inputs.names().getFirst(), changed),
                targets,
                outputs);
    }

    /**
     * The same labels or targets without their inputs, which are refused from now on: what a metric
     * of very many examples gets.
     */
    public Batch withoutInputs() {
        return new Batch(null, targets, outputs);
    }

    /** The same, for longer than the scope in which it was computed. */
    public Batch keep() {
        return new Batch(
                inputs == null ? null : inputs.keep(), targets.keep(), outputs == null ? null : outputs.keep());
    }

    /** A batch that never had inputs. */
    public static Batch ofTargets(NamedTensors targets) {
        return new Batch(null, targets, null);
    }

    private String describeTargets() {
        return Answers.describe(hasLabels(), targets.shape(targets.names().getFirst()));
    }

    @Override
    public String toString() {
        String given = inputs == null
                ? ""
                : ", " + inputs.names().getFirst() + " "
                        + inputs.shape(inputs.names().getFirst());
        String others = inputs == null ? "" : others(inputs);
        return "Batch of " + size() + given + others + ", " + describeTargets() + others(targets);
    }

    private static String others(NamedTensors parts) {
        return parts.names()
                .drop(1)
                .collect(name -> ", " + name + " " + parts.shape(name))
                .makeString("");
    }
}
