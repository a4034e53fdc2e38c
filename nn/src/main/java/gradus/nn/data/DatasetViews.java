package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/** What is made of a data set by its labels, and how it is divided into parts to train on and parts to judge by. */
abstract sealed class DatasetViews permits Dataset {
    /** How many examples. */
    public abstract int size();

    /** The examples from {@code from} up to, not including, {@code to}. */
    public abstract Dataset slice(int from, int to);

    /** The examples at the given places, in that order. */
    public abstract Dataset select(int... places);

    /** The labels of all examples that were ever given, of which this data set may show some. */
    abstract Column.Whole labels(String operator);

    /** The labels of the examples in their order. */
    abstract Indices inOrder(String operator);

    /** The same with other labels or targets in the main place, for all that were ever given. */
    abstract Dataset withMain(Column right);

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
