package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first examples of a data set in the order in which they were given, and for each the one whose
 * inputs are nearest, each feature in unit size. How often the two have one label, is counted with the
 * labels as they are and moved round by any number of places. What far moves give is chance, and how
 * much it varies: also where one example is the neighbor of many, or labels come in runs.
 */
final class Neighbors {
    private static final int MOST = 400;

    private static final int LEAST = 100;

    /** The part of the examples by which labels are moved at most: farther moves tell chance. */
    private static final int PART = 8;

    private final int[] alike;
    private final int places;
    private final int best;
    private final double usual;
    private final double deviation;

    private Neighbors(int[] labels, int[] nearest) {
        int count = labels.length;
        this.alike = new int[count];
        for (int move = 0; move < count; move++) {
            for (int i = 0; i < count; i++) {
                alike[move] += labels[(i + move) % count] == labels[(nearest[i] + move) % count] ? 1 : 0;
            }
        }
        this.places = count / PART;
        int[] far = Arrays.copyOfRange(alike, places + 1, count - places);
        this.usual = Arrays.stream(far).average().orElseThrow();
        double variance = Arrays.stream(far)
                .mapToDouble(one -> (one - usual) * (one - usual))
                .average()
                .orElseThrow();
        double binomial = usual * (count - usual) / count;
        this.deviation = Math.sqrt(Math.max(1, Math.max(binomial, variance)));
        this.best = findBest();
    }

    /** Of examples with classes; null where there are too few, or their inputs are no numbers. */
    static @Nullable Neighbors of(Dataset data) {
        if (data.size() < LEAST) {
            return null;
        }
        Batch raw = data.inGivenOrder().slice(0, Math.min(MOST, data.size())).all();
        int @Nullable [] labels = Classes.of(raw);
        NamedTensors inputs = raw.namedInputs();
        if (labels == null || inputs.hasIndices(inputs.names().getFirst())) {
            return null;
        }
        int count = raw.size();
        Tensor numbers = raw.inputs().reshape(count, -1).to(DType.F64);
        Tensor x = Scaling.standardizing(Dataset.of(numbers, numbers)).apply(numbers);
        double[] products = x.matmulTransposed(x).toDoubleArray();
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            nearest[i] = nearest(products, i, count);
        }
        return new Neighbors(labels, nearest);
    }

    /** The one at the least distance x² - 2 xy + y². */
    private static int nearest(double[] products, int place, int count) {
        int best = place == 0 ? 1 : 0;
        double least = Double.POSITIVE_INFINITY;
        for (int other = 0; other < count; other++) {
            double distance = products[other * count + other] - 2 * products[place * count + other];
            if (other != place && distance < least) {
                least = distance;
                best = other;
            }
        }
        return best;
    }

    private int findBest() {
        int found = 1;
        for (int move = -places; move <= places; move++) {
            found = move != 0 && alike(move) > alike(found) ? move : found;
        }
        return found;
    }

    int count() {
        return alike.length;
    }

    /** How many examples have the label of their neighbor, each taking that so many places further on. */
    int alike(int move) {
        return alike[Math.floorMod(move, alike.length)];
    }

    /** How many have it by chance. */
    double usual() {
        return usual;
    }

    /** By how many places labels have to be moved, other than 0, for most examples to have that of their neighbor. */
    int best() {
        return best;
    }

    /** How far above chance they are, if labels are moved by so many places. */
    double standardErrors(int move) {
        return (alike(move) - usual) / deviation;
    }

    /** The same for the second best move. */
    double nextBest() {
        double next = Double.NEGATIVE_INFINITY;
        for (int move = 0; move < alike.length; move++) {
            next = move == Math.floorMod(best, alike.length) ? next : Math.max(next, standardErrors(move));
        }
        return next;
    }
}
