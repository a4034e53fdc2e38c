package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import org.jspecify.annotations.Nullable;

/** The first examples of a data set, and for each the one whose inputs are nearest, each feature in unit size. */
final class Neighbors {
    private static final int MOST = 400;
    private static final int LEAST = 100;

    private final int[] labels;
    private final int[] nearest;
    private final boolean areFractions;
    private final double chance;

    private Neighbors(int[] labels, int[] nearest, boolean areFractions) {
        this.labels = labels;
        this.nearest = nearest;
        this.areFractions = areFractions;
        this.chance = chance(labels);
    }

    /** Of labeled examples; null where there are too few. */
    static @Nullable Neighbors of(Dataset data) {
        if (data.size() < LEAST || !data.hasLabels()) {
            return null;
        }
        Dataset part = data.slice(0, Math.min(MOST, data.size()));
        Batch raw = part.all();
        int count = part.size();
        Tensor numbers = raw.inputs().reshape(count, -1).to(DType.F64);
        Tensor x = Scaling.standardizing(Dataset.of(numbers, raw.labels())).apply(numbers);
        double[] products = x.matmulTransposed(x).toDoubleArray();
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            nearest[i] = nearest(products, i, count);
        }
        boolean areFractions =
                !numbers.isFinite() || numbers.sub(numbers.floor()).abs().max().item() > 0;
        return new Neighbors(raw.labels().toArray(), nearest, areFractions);
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

    /** How often two examples have one label by chance. */
    private static double chance(int[] labels) {
        double same = 0;
        for (int one : labels) {
            for (int other : labels) {
                same += one == other ? 1 : 0;
            }
        }
        return same / labels.length / labels.length;
    }

    /** Whether the inputs are no whole numbers, which may stand for words. */
    boolean areFractions() {
        return areFractions;
    }

    /**
     * How much oftener than by chance neighbors have one label, each taking that so many places
     * further on: 0 as by chance, 1 always.
     */
    double likeness(int places) {
        int same = 0;
        int tried = 0;
        for (int i = 0; i < labels.length; i++) {
            int own = i + places;
            int other = nearest[i] + places;
            if (Math.min(own, other) >= 0 && Math.max(own, other) < labels.length) {
                tried++;
                same += labels[own] == labels[other] ? 1 : 0;
            }
        }
        return tried == 0 || chance == 1 ? 0 : ((double) same / tried - chance) / (1 - chance);
    }
}
