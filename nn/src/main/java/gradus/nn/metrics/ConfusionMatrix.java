package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often examples of each class (row) were taken for each class (column). Immutable. */
public final class ConfusionMatrix {
    private final int[][] counts;

    private ConfusionMatrix(int[][] counts) {
        this.counts = counts;
    }

    /**
     * Counts pairs of an actual and a predicted class. Where these come from scores by {@code
     * argMax}, NaN counts as the largest: {@link Evaluation} and {@link Accuracy} refuse it.
     *
     * @throws ShapeException if the two differ in shape
     * @throws gradus.autodiff.IndexException if one is not in {@code 0 <= class < classes}
     */
    public static ConfusionMatrix of(Indices actual, Indices predicted, int classes) {
        if (!actual.shape().equals(predicted.shape())) {
            throw new ShapeException(
                    "ConfusionMatrix",
                    "one prediction for each label",
                    predicted.shape() + " for " + actual.shape(),
                    "");
        }
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < actual.shape().size(); i++) {
            int truth = Rows.requireClass("ConfusionMatrix", actual.get(i), classes);
            int guess = Rows.requireClass("ConfusionMatrix", predicted.get(i), classes);
            counts[truth][guess]++;
        }
        return new ConfusionMatrix(counts);
    }

    /** The counts of both together. */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        if (other.classes() != classes()) {
            throw new ShapeException(
                    "ConfusionMatrix.plus", "equally many classes", classes() + " and " + other.classes(), "");
        }
        int[][] sum = toArray();
        for (int actual = 0; actual < sum.length; actual++) {
            for (int predicted = 0; predicted < sum.length; predicted++) {
                sum[actual][predicted] += other.counts[actual][predicted];
            }
        }
        return new ConfusionMatrix(sum);
    }

    /** How many classes. */
    public int classes() {
        return counts.length;
    }

    /** How often an example of class {@code actual} was taken for one of class {@code predicted}. */
    public int count(int actual, int predicted) {
        return counts[actual][predicted];
    }

    /** How many examples were taken for this class, whatever they are: the sum of its column. */
    public long predicted(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }

    /** How many examples. */
    public long total() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum();
    }

    /** How many examples were taken for what they are. */
    public long correct() {
        return IntStream.range(0, classes()).mapToLong(i -> counts[i][i]).sum();
    }

    /**
     * The part of the examples that were taken for what they are, from 0 to 1.
     *
     * @throws ArgumentException if there are none
     */
    public double accuracy() {
        if (total() == 0) {
            throw new ArgumentException("accuracy", "at least one example", "none", "");
        }
        return (double) correct() / total();
    }

    /** The counts as a new array, a row for each actual class. */
    public int[][] toArray() {
        return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    /** A table with a row for each actual class. */
    @Override
    public String toString() {
        int width = Math.max(3, String.valueOf(total()).length());
        var header = "actual \\ predicted" + row(IntStream.range(0, classes()).toArray(), width);
        var rows = IntStream.range(0, classes()).mapToObj(i -> "%18d".formatted(i) + row(counts[i], width));
        return header + "\n" + String.join("\n", rows.toList());
    }

    private static String row(int[] numbers, int width) {
        return Arrays.stream(numbers)
                .mapToObj(number -> (" %" + width + "d").formatted(number))
                .collect(Collectors.joining());
    }
}
