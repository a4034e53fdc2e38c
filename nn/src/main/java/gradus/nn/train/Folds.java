package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Dataset;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** Divides a data set for cross-validation, where each example is validated on once. */
public final class Folds {
    private Folds() {}

    /** The number of a fold, from 0, what to train on, and the rest to validate on. */
    public record Fold(int number, Dataset training, Dataset validation) {
        @Override
        public String toString() {
            return "fold " + number;
        }
    }

    /**
     * Shuffles the examples and divides them into folds of sizes that differ by at most 1.
     *
     * {@snippet lang = java :
     * var folds = Folds.of(5, data, Randomness.seeded(7));
     * Trials.seeded(7).threads(2).search(folds, (fold, random) -> accuracyOf(fold.training(), fold.validation(), random)).spread();
     * }
     *
     * @throws ArgumentException unless there are 2 folds or more and an example for each
     */
    public static ImmutableList<Fold> of(int count, Dataset data, RandomGenerator random) {
        if (count < 2 || count > data.size()) {
            throw new ArgumentException(
                    "Folds",
                    "2 folds or more and an example for each",
                    count + " for " + data.size() + " examples",
                    "");
        }
        Dataset shuffled = data.shuffled(random);
        return Interval.zeroTo(count - 1)
                .collect(number -> fold(number, count, shuffled))
                .toImmutableList();
    }

    private static Fold fold(int number, int count, Dataset data) {
        int from = edge(number, count, data.size());
        int to = edge(number + 1, count, data.size());
        int[] others = IntStream.range(0, data.size())
                .filter(place -> place < from || place >= to)
                .toArray();
        return new Fold(number, data.select(others), data.slice(from, to));
    }

    private static int edge(int number, int count, int size) {
        return (int) ((long) number * size / count);
    }
}
