package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** Which examples belong to which part of a data set. */
final class Splitting {
    private Splitting() {}

    /** A random order of these, every one equally likely: Durstenfeld, CACM 7 (1964), algorithm 235. */
    static int[] shuffled(int[] order, RandomGenerator random) {
        int[] shuffled = order.clone();
        for (int last = shuffled.length - 1; last > 0; last--) {
            int place = random.nextInt(last + 1);
            int moved = shuffled[last];
            shuffled[last] = shuffled[place];
            shuffled[place] = moved;
        }
        return shuffled;
    }

    /** Numbers from 0 to {@code size - 1} in the order in which an {@link ExampleWindow} would give them. */
    static int[] inWindow(int size, int window, RandomGenerator random) {
        int[] order = new int[size];
        int[] kept = new int[Math.min(window, size)];
        int done = 0;
        for (int i = 0; i < size; i++) {
            if (i < kept.length) {
                kept[i] = i;
            } else {
                int place = random.nextInt(kept.length);
                order[done++] = kept[place];
                kept[place] = i;
            }
        }
        for (int count = kept.length; count > 0; count--) {
            int place = random.nextInt(count);
            order[done++] = kept[place];
            kept[place] = kept[count - 1];
        }
        return order;
    }

    static ImmutableIntList classCounts(Indices labels) {
        int[] all = labels.toArray();
        int largest = -1;
        for (int label : all) {
            largest = Math.max(largest, label);
        }
        int[] counts = new int[largest + 1];
        for (int label : all) {
            if (label >= 0) { // otherwise a mark for none
                counts[label]++;
            }
        }
        return IntLists.immutable.with(counts);
    }

    static int part(String operator, double fraction, int size) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new ArgumentException(
                    operator,
                    "a fraction from 0 to 1",
                    fraction + "",
                    "0.2 holds out a fifth; slice(from, to) takes examples by number");
        }
        return (int) Math.round(fraction * size);
    }

    static void requireFolds(String operator, int count, int size) {
        if (count < 2 || count > size) {
            throw new ArgumentException(
                    operator,
                    "2 folds or more, and an example for each",
                    GradusException.counted(count, "fold") + " of " + GradusException.counted(size, "example"),
                    "");
        }
    }

    /** Whether each example is held out: the last ones of each class. */
    static boolean[] stratified(Indices labels, double fraction) {
        int size = labels.shape().size();
        int[] left = classParts(classCounts(labels), fraction, part("Dataset.stratifiedHoldOut", fraction, size));
        boolean[] heldOut = new boolean[size];
        for (int i = size - 1; i >= 0; i--) {
            heldOut[i] = left[labels.get(i)]-- > 0;
        }
        return heldOut;
    }

    /** How many of each class: rounded down, and what is then missing goes to those that lost most by it. */
    private static int[] classParts(ImmutableIntList counts, double fraction, int total) {
        int[] parts = new int[counts.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (int) (fraction * counts.get(i));
        }
        long missing = total - IntLists.immutable.with(parts).sum();
        Comparator<Integer> byLoss = Comparator.comparingDouble(i -> parts[i] - fraction * counts.get(i));
        IntStream.range(0, parts.length).boxed().sorted(byLoss).limit(missing).forEach(i -> parts[i]++);
        return parts;
    }

    /** The fold of each example. */
    static int[] folds(int size, int count) {
        return IntStream.range(0, size)
                .map(place -> (int) ((long) place * count / size))
                .toArray();
    }

    /** The fold of each example, dealt out class by class, each class going on where the one before ended. */
    static int[] stratifiedFolds(Indices labels, int count) {
        ImmutableIntList counts = classCounts(labels);
        int[] next = new int[counts.size()];
        for (int i = 1; i < next.length; i++) {
            next[i] = next[i - 1] + counts.get(i - 1);
        }
        int[] folds = new int[labels.shape().size()];
        for (int i = 0; i < folds.length; i++) {
            folds[i] = next[labels.get(i)]++ % count;
        }
        return folds;
    }
}
