package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.files.MappedArray;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * What is made of a data set: others with further parts, changed inputs or other labels, and parts of it to train on
 * and to judge by.
 */
abstract sealed class DatasetViews permits Dataset {
    final Columns inputs;
    final Columns targets;

    /** How many examples were ever given. */
    final int count;

    /** Those of them that the data set has. */
    final int[] order;

    DatasetViews(Columns inputs, Columns targets, int count, int[] order) {
        this.inputs = inputs;
        this.targets = targets;
        this.count = count;
        this.order = order;
    }

    /** How many examples. */
    public abstract int size();

    /** The examples from {@code from} up to, not including, {@code to}. */
    public abstract Dataset slice(int from, int to);

    /** The examples at the given places, in that order. */
    public abstract Dataset select(int... places);

    /** The labels of the examples in their order. */
    final Indices inOrder(String operator) {
        return ((Column.Whole) Answers.requireWhole(operator, targets.main()).take(order)).all();
    }

    /** The labels of all examples that were ever given, of which this data set may show some. */
    final Column.Whole labels(String operator) {
        return Answers.requireLabels(operator, targets.main(), count);
    }

    /** The same examples with batches, and targets if they have any, of an element type. */
    public final Dataset to(DType dtype) {
        return new Dataset(inputs.to(dtype), targets.to(dtype), count, order);
    }

    /**
     * The same examples with a further input {@code [n, ...]} of that name, in the order that they have here.
     *
     * @throws ShapeException if there are more or fewer of them
     * @throws ArgumentException if the name is taken
     */
    public final Dataset withInput(String name, Tensor input) {
        return withInput(NamedTensors.of(name, input));
    }

    /** As {@link #withInput(String, Tensor)}, of whole numbers. */
    public final Dataset withInput(String name, Indices input) {
        return withInput(NamedTensors.of(name, input));
    }

    /** As {@link #withInput(String, Tensor)}, a further target. */
    public final Dataset withTarget(String name, Tensor target) {
        return withTarget(NamedTensors.of(name, target));
    }

    /** As {@link #withInput(String, Tensor)}, a further target of whole numbers, such as classes of another kind. */
    public final Dataset withTarget(String name, Indices target) {
        return withTarget(NamedTensors.of(name, target));
    }

    /** As {@link #withInput(String, Tensor)}, of an array in a file. */
    public final Dataset withInput(String name, MappedArray input) {
        Answers.requireNew("Dataset.withInput", name, names(), input, size());
        return new Dataset(
                inputs.ordered(order, count).with(name, new Column.Mapped(input, false)),
                targets.ordered(order, count),
                size());
    }

    /** As {@link #withTarget(String, Tensor)}, of an array in a file. */
    public final Dataset withTarget(String name, MappedArray target) {
        Answers.requireNew("Dataset.withTarget", name, names(), target, size());
        return new Dataset(
                inputs.ordered(order, count),
                targets.ordered(order, count).with(name, new Column.Mapped(target, false)),
                size());
    }

    private Dataset withInput(NamedTensors input) {
        requireNew("Dataset.withInput", input);
        return new Dataset(inputs.ordered(order, count).with(input), targets.ordered(order, count), size());
    }

    private Dataset withTarget(NamedTensors target) {
        requireNew("Dataset.withTarget", target);
        return new Dataset(
                inputs.ordered(order, count), targets.ordered(order, count).with(target), size());
    }

    private void requireNew(String operator, NamedTensors part) {
        Answers.requireNew(operator, part, names(), size());
    }

    private ImmutableList<String> names() {
        return inputs.names().newWithAll(targets.names());
    }

    /**
     * The same examples with main inputs that a function changes when a batch is taken: {@code [n, ...]} to {@code
     * [n, ...]}, each example for itself. {@link Scaling} has such functions. Indices become a tensor of whole numbers
     * before.
     */
    public final Dataset mapInputs(UnaryOperator<Tensor> change) {
        Columns changed = inputs.map(inputs.names().getFirst(), change, "Dataset.mapInputs");
        return new Dataset(changed, targets, count, order);
    }

    /**
     * As {@link #mapInputs}, with the input or target of that name.
     *
     * @throws ArgumentException if there is none
     */
    public final Dataset map(String name, UnaryOperator<Tensor> change) {
        Answers.requireKnown("Dataset.map", name, names());
        return new Dataset(
                inputs.map(name, change, "Dataset.map"), targets.map(name, change, "Dataset.map"), count, order);
    }

    /** How often there is the label 0, 1, ... up to the largest one. */
    public final ImmutableIntList classCounts() {
        return Splitting.classCounts(inOrder("Dataset.classCounts"));
    }

    /** The same examples with other labels, such as two groups of digits. */
    public final Dataset mapLabels(IntUnaryOperator change) {
        return withMain(Answers.labels(labels("Dataset.mapLabels").map(change).all()));
    }

    /** The same examples with a number for each label as target: {@code [n, 1]}, for a model with one output. */
    public final Dataset withTargets(DType dtype, IntToDoubleFunction target) {
        return withMain(Answers.numbers(labels("Dataset.withTargets").all(), dtype, target));
    }

    /**
     * The same examples with targets {@code [n, classes]} that are 1 at the label and 0 elsewhere; with several
     * labels {@code [n, ..., classes]}.
     *
     * @throws IndexException if a label is not in {@code 0 <= label < classes}
     */
    public final Dataset oneHot(int classes, DType dtype) {
        return withMain(new Column.Numbers(labels("Dataset.oneHot").all().oneHot(classes, dtype)));
    }

    /**
     * Holds out the last examples for validation, {@code fraction} of all, rounded to a whole number, and leaves the
     * others to train on: {@code holdOut(0.2)} trains on four fifths. Shuffle first where the order means something.
     * For a third part, to test on, hold that out before; the next fraction is then one of what is left.
     *
     * @param fraction the part that is not trained on: 0.2 for a fifth
     * @throws ArgumentException unless {@code 0 <= fraction <= 1}
     */
    public final Split holdOut(double fraction) {
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
    public final Split stratifiedHoldOut(double fraction) {
        boolean[] heldOut = Splitting.stratified(oneEach("Dataset.stratifiedHoldOut"), fraction);
        return split(place -> !heldOut[place]);
    }

    /**
     * Splits in which each of {@code number} parts, which follow each other and differ in size by one at most, is the
     * validation set once. Shuffle first where the order means something.
     *
     * @throws ArgumentException unless {@code 2 <= number <= size()}
     */
    public final ImmutableList<Split> folds(int number) {
        Splitting.requireFolds("Dataset.folds", number, size());
        return folds(number, Splitting.folds(size(), number));
    }

    /**
     * Like {@link #folds}, but with the examples of each class dealt out to the parts in turn.
     *
     * @throws ArgumentException unless {@code 2 <= number <= size()}
     */
    public final ImmutableList<Split> stratifiedFolds(int number) {
        Splitting.requireFolds("Dataset.stratifiedFolds", number, size());
        return folds(number, Splitting.stratifiedFolds(oneEach("Dataset.stratifiedFolds"), number));
    }

    private Dataset withMain(Column right) {
        return new Dataset(inputs, targets.withMain(right), count, order);
    }

    private Indices oneEach(String operator) {
        return Answers.requireOneEach(operator, inOrder(operator));
    }

    private ImmutableList<Split> folds(int number, int[] foldOf) {
        return IntInterval.zeroTo(number - 1)
                .collect(fold -> split(place -> foldOf[place] != fold))
                .toImmutable();
    }

    private Split split(IntPredicate trains) {
        int[] train = IntStream.range(0, size()).filter(trains).toArray();
        int[] validation = IntStream.range(0, size()).filter(trains.negate()).toArray();
        return new Split(select(train), select(validation));
    }
}
