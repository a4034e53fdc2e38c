package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * Examples in an order, each with a class label or a target (the numbers that a model should give). Immutable:
 * shuffling, slicing and splitting give other views of the same examples, without copying them; tensors are made when
 * batches are taken. Safe to share between threads.
 *
 * {@snippet lang = java :
 * Split split = Digits.load(folder).all().shuffled(random).stratifiedHoldOut(0.2); // a fifth of each class
 * Scaling scaling = Scaling.standardizing(split.train());
 * for (Batch batch : split.train().mapInputs(scaling).batches(32)) {
 *     model.forward(batch.inputs()); // and batch.labels()
 * }
 * }
 */
public final class Dataset {
    private final Inputs inputs;
    private final Targets targets;
    private final int[] order;

    private Dataset(Inputs inputs, Targets targets, int[] order) {
        this.inputs = inputs;
        this.targets = targets;
        this.order = order;
    }

    private Dataset(Inputs inputs, Targets targets) {
        this(inputs, targets, IntStream.range(0, targets.count()).toArray());
    }

    /**
     * Examples from inputs {@code [n, ...]} and class labels {@code [n]}. Batches have the element type of the inputs.
     *
     * @throws ShapeException if the labels have another shape
     */
    public static Dataset of(Tensor inputs, Indices labels) {
        return of(inputs, Targets.Labels.of(labels));
    }

    /**
     * Examples from inputs {@code [n, ...]} and targets {@code [n, ...]}, for regression or for labels that are
     * numbers.
     *
     * @throws ShapeException if they differ in number
     */
    public static Dataset of(Tensor inputs, Tensor targets) {
        return of(inputs, new Targets.Values(targets));
    }

    private static Dataset of(Tensor inputs, Targets targets) {
        targets.requireFit("Dataset", inputs.shape());
        return new Dataset(new Inputs.Numbers(inputs.detach()), targets);
    }

    /**
     * Images from bytes, as many for each as there are for each label. A batch of n has the shape {@code [n, bytes]}
     * and the type F32, each byte, taken as 0 to 255, divided by 255. The array is not copied and must not be changed.
     *
     * @throws ShapeException if the bytes do not divide evenly among the labels
     */
    public static Dataset ofBytes(byte[] pixels, Indices labels) {
        var targets = Targets.Labels.of(labels);
        int count = targets.count();
        if (count == 0 ? pixels.length > 0 : pixels.length % count != 0) {
            throw new ShapeException(
                    "Dataset", "equally many bytes for each label", pixels.length + " for " + count + " labels", "");
        }
        return new Dataset(new Inputs.Pixels(pixels, count == 0 ? 0 : pixels.length / count, DType.F32), targets);
    }

    /** How many examples. */
    public int size() {
        return order.length;
    }

    /**
     * The class labels, {@code [n]}, in the order of the examples.
     *
     * @throws ArgumentException if the examples have targets instead
     */
    public Indices labels() {
        return labels("Dataset.labels");
    }

    private Indices labels(String operator) {
        targets.labels(operator);
        return targets.take(order).labels(operator);
    }

    /** Whether the examples have class labels; otherwise they have targets. */
    public boolean hasLabels() {
        return targets instanceof Targets.Labels;
    }

    /**
     * The targets, {@code [n, ...]}, in the order of the examples.
     *
     * @throws ArgumentException if the examples have class labels instead
     */
    public Tensor targets() {
        targets.targets("Dataset.targets");
        return targets.take(order).targets("Dataset.targets");
    }

    /** How many examples have the label 0, 1, ... up to the largest one. */
    public ImmutableIntList classCounts() {
        return Splitting.classCounts(labels("Dataset.classCounts"));
    }

    /** The same examples with batches, and targets if they have any, of an element type. */
    public Dataset to(DType dtype) {
        return new Dataset(inputs.to(dtype), targets.to(dtype), order);
    }

    /**
     * The same examples with inputs that a function changes when a batch is taken: {@code [n, ...]} to {@code [n,
     * ...]}, each example for itself. {@link Scaling} has such functions.
     */
    public Dataset mapInputs(UnaryOperator<Tensor> change) {
        return new Dataset(new Inputs.Changed(inputs, change), targets, order);
    }

    /** The same examples with other labels, such as two groups of digits. */
    public Dataset mapLabels(IntUnaryOperator change) {
        int[] changed = Arrays.stream(targets.labels("Dataset.mapLabels").toArray())
                .map(change)
                .toArray();
        return new Dataset(inputs, Targets.Labels.of(Indices.of(changed)), order);
    }

    /** The same examples with a number for each label as target: {@code [n, 1]}, for a model with one output. */
    public Dataset withTargets(DType dtype, IntToDoubleFunction target) {
        double[] numbers = Arrays.stream(targets.labels("Dataset.withTargets").toArray())
                .mapToDouble(target)
                .toArray();
        Tensor targets = Tensor.of(numbers).to(dtype).reshape(numbers.length, 1);
        return new Dataset(inputs, new Targets.Values(targets), order);
    }

    /**
     * The same examples with targets {@code [n, classes]} that are 1 at the label and 0 elsewhere.
     *
     * @throws IndexException if a label is not in {@code 0 <= label < classes}
     */
    public Dataset oneHot(int classes, DType dtype) {
        Tensor rows = targets.labels("Dataset.oneHot").oneHot(classes, dtype);
        return new Dataset(inputs, new Targets.Values(rows), order);
    }

    /**
     * The examples of this data set and then those of another, of the same shapes and element type.
     *
     * @throws ArgumentException if one has labels and the other targets
     */
    public Dataset concat(Dataset other) {
        int count = targets.count();
        int[] both = Arrays.copyOf(order, size() + other.size());
        for (int i = 0; i < other.size(); i++) {
            both[size() + i] = count + other.order[i];
        }
        return new Dataset(new Inputs.Joined(inputs, count, other.inputs), targets.followedBy(other.targets), both);
    }

    /** The examples in random order, every order equally likely: Durstenfeld, CACM 7 (1964), algorithm 235. */
    public Dataset shuffled(RandomGenerator random) {
        int[] shuffled = order.clone();
        for (int last = shuffled.length - 1; last > 0; last--) {
            int place = random.nextInt(last + 1);
            int moved = shuffled[last];
            shuffled[last] = shuffled[place];
            shuffled[place] = moved;
        }
        return new Dataset(inputs, targets, shuffled);
    }

    /** The same examples in the order in which they were first given: undoes every shuffle. */
    public Dataset inGivenOrder() {
        return new Dataset(inputs, targets, Arrays.stream(order).sorted().toArray());
    }

    /**
     * The examples from {@code from} up to, not including, {@code to}.
     *
     * @throws IndexException unless {@code 0 <= from <= to <= size()}
     */
    public Dataset slice(int from, int to) {
        if (from < 0 || from > to || to > size()) {
            throw new IndexException(
                    "Dataset.slice", "0 <= from <= to <= " + size(), "from " + from + ", to " + to, "");
        }
        return new Dataset(inputs, targets, Arrays.copyOfRange(order, from, to));
    }

    /**
     * The examples at the given places, in that order; places may repeat.
     *
     * @throws IndexException if a place is not in {@code 0 <= place < size()}
     */
    public Dataset select(int... places) {
        return new Dataset(
                inputs, targets, Arrays.stream(places).map(this::example).toArray());
    }

    private int example(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexException("Dataset.select", "places from 0 to " + (size() - 1), place + "", "");
        }
        return order[place];
    }

    /**
     * Holds out the last examples for validation, {@code fraction} of all, rounded to a whole number, and leaves the
     * others to train on: {@code holdOut(0.2)} trains on four fifths. Shuffle first where the order means something.
     * For a third part, to test on, hold that out before; the next fraction is then one of what is left.
     *
     * @param fraction the part that is not trained on: 0.2 for a fifth
     * @throws ArgumentException unless {@code 0 <= fraction <= 1}
     */
    public Split holdOut(double fraction) {
        int train = size() - Splitting.part("Dataset.holdOut", fraction, size());
        return new Split(slice(0, train), slice(train, size()));
    }

    /**
     * Like {@link #holdOut}, but from each class alike: its last examples, with the classes' numbers rounded so that
     * they add up to that of all. Both parts keep the order.
     *
     * @param fraction the part that is not trained on: 0.2 for a fifth of each class
     * @throws ArgumentException unless {@code 0 <= fraction <= 1}
     */
    public Split stratifiedHoldOut(double fraction) {
        boolean[] heldOut = Splitting.stratified(labels("Dataset.stratifiedHoldOut"), fraction);
        return split(place -> !heldOut[place]);
    }

    /**
     * Splits in which each of {@code count} parts, which follow each other and differ in size by one at most, is the
     * validation set once. Shuffle first where the order means something.
     *
     * @throws ArgumentException unless {@code 2 <= count <= size()}
     */
    public ImmutableList<Split> folds(int count) {
        Splitting.requireFolds("Dataset.folds", count, size());
        return folds(count, Splitting.folds(size(), count));
    }

    /**
     * Like {@link #folds}, but with the examples of each class dealt out to the parts in turn.
     *
     * @throws ArgumentException unless {@code 2 <= count <= size()}
     */
    public ImmutableList<Split> stratifiedFolds(int count) {
        Splitting.requireFolds("Dataset.stratifiedFolds", count, size());
        return folds(count, Splitting.stratifiedFolds(labels("Dataset.stratifiedFolds"), count));
    }

    private ImmutableList<Split> folds(int count, int[] foldOf) {
        return IntInterval.zeroTo(count - 1)
                .collect(fold -> split(place -> foldOf[place] != fold))
                .toImmutable();
    }

    private Split split(IntPredicate trains) {
        int[] train = IntStream.range(0, size()).filter(trains).toArray();
        int[] validation = IntStream.range(0, size()).filter(trains.negate()).toArray();
        return new Split(select(train), select(validation));
    }

    /** The examples in order in batches of {@code size}, the last one smaller where they do not come out even. */
    public Batches batches(int size) {
        return new Batches(this, size, false);
    }

    /** All examples as one batch. */
    public Batch all() {
        return new Batch(inputs.take(order), targets.take(order));
    }

    @Override
    public String toString() {
        return "Dataset of " + size() + " with " + (hasLabels() ? "labels" : "targets");
    }
}
