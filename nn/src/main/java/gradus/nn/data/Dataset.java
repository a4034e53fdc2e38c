package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.files.MappedArray;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Examples in an order, each with class labels or a target (the numbers that a model should give). Immutable:
 * shuffling, slicing and splitting give other views of the same examples, without copying them; tensors are made when
 * batches are taken. Safe to share between threads. Inputs and targets may have further parts, which have names and
 * go with them through all of this.
 *
 * {@snippet lang = java :
 * Split split = Digits.load(folder).all().shuffled(random).stratifiedHoldOut(0.2); // a fifth of each class
 * Scaling scaling = Scaling.standardizing(split.train());
 * for (Batch batch : split.train().mapInputs(scaling).batches(32)) {
 *     model.forward(batch.inputs()); // and batch.labels()
 * }
 * }
 */
public final class Dataset extends DatasetViews {
    Dataset(Columns inputs, Columns targets, int count, int[] order) {
        super(inputs, targets, count, order);
    }

    Dataset(Columns inputs, Columns targets, int count) {
        this(inputs, targets, count, IntStream.range(0, count).toArray());
    }

    /**
     * Examples from inputs {@code [n, ...]} and class labels {@code [n]}, or several for each, {@code [n, ...]}.
     * Batches have the element type of the inputs.
     *
     * @throws ShapeException if they differ in number
     */
    public static Dataset of(Tensor inputs, Indices labels) {
        return of(new Column.Numbers(inputs), inputs.shape(), Answers.labels(labels));
    }

    /**
     * Examples from inputs {@code [n, ...]} and targets {@code [n, ...]}, for regression or for labels that are
     * numbers.
     *
     * @throws ShapeException if they differ in number
     */
    public static Dataset of(Tensor inputs, Tensor targets) {
        return of(new Column.Numbers(inputs), inputs.shape(), Answers.targets(targets));
    }

    /** As {@link #of(Tensor, Indices)}, with inputs that are whole numbers, such as words by their numbers. */
    public static Dataset of(Indices inputs, Indices labels) {
        return of(new Column.Whole(inputs), inputs.shape(), Answers.labels(labels));
    }

    /** As {@link #of(Tensor, Tensor)}, with inputs that are whole numbers. */
    public static Dataset of(Indices inputs, Tensor targets) {
        return of(new Column.Whole(inputs), inputs.shape(), Answers.targets(targets));
    }

    private static Dataset of(Column inputs, Shape shape, Column.Part right) {
        Answers.requireFit("Dataset", shape, right.shape().dim(0), Answers.describe((Column) right));
        return new Dataset(
                Columns.of(Answers.INPUTS, inputs),
                Columns.of(Answers.TARGETS, (Column) right),
                right.shape().dim(0));
    }

    /**
     * Examples with several inputs, several targets, or both, each {@code [n, ...]}. The first of each is the main
     * one, which a {@code Layer} and the simple methods take; main targets that are indices are class labels.
     *
     * @throws ShapeException if they differ in number
     * @throws ArgumentException if a name stands for an input and a target
     */
    public static Dataset of(NamedTensors inputs, NamedTensors targets) {
        Batch.requireFit("Dataset", inputs, targets);
        return new Dataset(Columns.of(inputs), Columns.of(targets), inputs.examples("Dataset"));
    }

    /**
     * Examples in files of any size, which are read when batches are taken: {@code Dataset.of(Npy.mapped(x),
     * Npy.mapped(y))}. Shuffling, slicing and splitting read nothing; what goes by class, such as {@link
     * #stratifiedHoldOut}, reads the labels. Whole numbers as targets are class labels, which are checked when they
     * are read.
     *
     * @throws ShapeException if they differ in number
     */
    public static Dataset of(MappedArray inputs, MappedArray targets) {
        return new Dataset(
                Columns.of(Answers.INPUTS, new Column.Mapped(inputs, false)),
                Columns.of(Answers.TARGETS, new Column.Mapped(targets, true)),
                Answers.requireFit("Dataset", inputs, targets));
    }

    /** Examples of which the columns are known. */
    static Dataset of(Column inputs, Indices labels) {
        Column.Whole right = Answers.labels(labels);
        return new Dataset(
                Columns.of(Answers.INPUTS, inputs),
                Columns.of(Answers.TARGETS, right),
                right.shape().dim(0));
    }

    /**
     * Images from bytes, as many for each as there are for each label. A batch of n has the shape {@code [n, bytes]}
     * and the type F32, each byte, taken as 0 to 255, divided by 255. The array is not copied and must not be changed.
     *
     * @throws ShapeException if the bytes do not divide evenly among the labels
     */
    public static Dataset ofBytes(byte[] pixels, Indices labels) {
        Column.Whole right = Answers.labels(labels);
        int count = right.shape().dim(0);
        if (count == 0 ? pixels.length > 0 : pixels.length % count != 0) {
            throw new ShapeException(
                    "Dataset", "equally many bytes for each label", pixels.length + " for " + count + " labels", "");
        }
        int width = count == 0 ? 0 : pixels.length / count;
        return of(new Column.Pixels(PixelRows.of(pixels, width), width, DType.F32), labels);
    }

    /** How many examples. */
    @Override
    public int size() {
        return order.length;
    }

    /**
     * The class labels, {@code [n, ...]}, in the order of the examples.
     *
     * @throws ArgumentException if the examples have targets instead
     */
    public Indices labels() {
        return inOrder("Dataset.labels");
    }

    /** Whether the examples have class labels; otherwise they have targets. */
    public boolean hasLabels() {
        return targets.main().isWhole();
    }

    /**
     * The targets, {@code [n, ...]}, in the order of the examples.
     *
     * @throws ArgumentException if the examples have class labels instead
     */
    public Tensor targets() {
        return Answers.requireTargets("Dataset.targets", targets.main(), order);
    }

    /**
     * The examples of this data set and then those of another, with parts of the same names, shapes and element types.
     *
     * @throws ArgumentException if one has labels and the other targets, or they have other parts
     */
    public Dataset concat(Dataset other) {
        int[] both = Arrays.copyOf(order, size() + other.size());
        for (int i = 0; i < other.size(); i++) {
            both[size() + i] = count + other.order[i];
        }
        Answers.requireAlike(targets.main(), other.targets.main());
        return new Dataset(
                inputs.followedBy(count, other.inputs, false),
                targets.followedBy(count, other.targets, true),
                count + other.count,
                both);
    }

    /** The examples in random order, every order equally likely: Durstenfeld, CACM 7 (1964), algorithm 235. */
    public Dataset shuffled(RandomGenerator random) {
        return new Dataset(inputs, targets, count, Splitting.shuffled(order, random));
    }

    /** The same examples in the order in which they were first given: undoes every shuffle. */
    public Dataset inGivenOrder() {
        return new Dataset(inputs, targets, count, Arrays.stream(order).sorted().toArray());
    }

    /**
     * The examples from {@code from} up to, not including, {@code to}.
     *
     * @throws IndexException unless {@code 0 <= from <= to <= size()}
     */
    @Override
    public Dataset slice(int from, int to) {
        if (from < 0 || from > to || to > size()) {
            throw new IndexException(
                    "Dataset.slice", "0 <= from <= to <= " + size(), "from " + from + ", to " + to, "");
        }
        return new Dataset(inputs, targets, count, Arrays.copyOfRange(order, from, to));
    }

    /**
     * The examples at the given places, in that order; places may repeat.
     *
     * @throws IndexException if a place is not in {@code 0 <= place < size()}
     */
    @Override
    public Dataset select(int... places) {
        return new Dataset(
                inputs, targets, count, Arrays.stream(places).map(this::example).toArray());
    }

    private int example(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexException("Dataset.select", "places from 0 to " + (size() - 1), place + "", "");
        }
        return order[place];
    }

    /** The examples in order in batches of {@code size}, the last one smaller where they do not come out even. */
    public Batches batches(int size) {
        return new Batches(this, size, false);
    }

    /** All examples as one batch. */
    public Batch all() {
        return Batch.taken(inputs.take(order), targets.take(order));
    }

    @Override
    public String toString() {
        return "Dataset of " + size() + " with " + (hasLabels() ? "labels" : "targets") + others();
    }

    private String others() {
        ImmutableList<String> names =
                inputs.names().drop(1).newWithAll(targets.names().drop(1));
        return names.isEmpty() ? "" : names.makeString(" and ", ", ", "");
    }
}
