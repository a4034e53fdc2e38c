package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * Lowers an optimizer's learning rate when a loss stops falling: PyTorch's ReduceLROnPlateau, with
 * its defaults. After more than {@code patience} observations (10) in a row that are not lower than
 * the best one by {@code threshold} (10⁻⁴) times its size, the rate is multiplied by {@code factor}
 * (0.1), but never brought below {@code least} (0); then {@code coolDown} observations (0) are not
 * counted. NaN is no improvement.
 *
 * {@snippet lang = java :
 * var plateau = OnPlateau.of(optimizer).factor(0.5).patience(3);
 * plateau.observe(validationLoss); // after every epoch
 * }
 *
 * It remembers the best loss and its counts, so a checkpoint keeps its {@link #state()} beside the
 * optimizer's.
 */
public final class OnPlateau implements Stateful {
    private static final String KIND = "OnPlateau";

    private final Optimizer optimizer;
    private double factor = 0.1;
    private double threshold = 1e-4;
    private double least;
    private int patience = 10;
    private int coolDown;

    private double best = Double.POSITIVE_INFINITY;
    private long worse;
    private long cooling;

    private OnPlateau(Optimizer optimizer) {
        this.optimizer = optimizer;
    }

    /** A schedule of this optimizer's learning rate. */
    public static OnPlateau of(Optimizer optimizer) {
        return new OnPlateau(optimizer);
    }

    /** The optimizer whose rate it lowers. */
    public Optimizer optimizer() {
        return optimizer;
    }

    /** Sets what the rate is multiplied by, above 0 and below 1. */
    public OnPlateau factor(double value) {
        factor = Checks.require(KIND, "a factor above 0 and below 1", value > 0 && value < 1, value);
        return this;
    }

    /**
     * Sets by which part of the best loss another one must be lower to count as better, from 0 to
     * below 1.
     */
    public OnPlateau threshold(double value) {
        threshold = Checks.belowOne(KIND, "a threshold", value);
        return this;
    }

    /** Sets the least rate, finite and 0 or more. */
    public OnPlateau least(double rate) {
        least = Checks.finiteFromZero(KIND, "least learning rate", rate);
        return this;
    }

    /** Sets how many observations in a row may be no better without an effect, 0 or more. */
    public OnPlateau patience(int observations) {
        patience = Checks.atLeast(0, KIND, "a patience", observations);
        return this;
    }

    /** Sets how many observations after a change are not counted, 0 or more. */
    public OnPlateau coolDown(int observations) {
        coolDown = Checks.atLeast(0, KIND, "a cool-down", observations);
        return this;
    }

    /**
     * Takes note of a loss, and lowers the learning rate if it is time.
     *
     * @return whether it lowered the rate
     * @throws ArgumentException if the optimizer has no learning rate yet
     */
    public boolean observe(double loss) {
        if (Double.isNaN(optimizer.learningRate())) {
            throw new ArgumentException(
                    "OnPlateau.observe", "an optimizer with a learning rate", "none", "learningRate(0.1) sets it");
        }
        worse = isBetter(loss) ? 0 : worse + 1;
        best = isBetter(loss) ? loss : best;
        if (cooling > 0) {
            cooling--;
            worse = 0;
        }
        if (worse <= patience) {
            return false;
        }
        cooling = coolDown;
        worse = 0;
        double rate = optimizer.learningRate();
        double next = Math.max(rate * factor, least);
        if (next < rate) {
            optimizer.learningRate(next);
        }
        return next < rate;
    }

    private boolean isBetter(double loss) {
        return loss < (Double.isInfinite(best) ? best : best - threshold * Math.abs(best));
    }

    /**
     * The best loss, if there is one, and the counts; not the learning rate, which is the
     * optimizer's.
     */
    @Override
    public SavedState state() {
        MutableSortedMap<String, Double> numbers =
                SortedMaps.mutable.of("worse", (double) worse, "cooling", (double) cooling);
        if (Double.isFinite(best)) {
            numbers.put("best", best);
        }
        return new SavedState(KIND, numbers.toImmutable(), SortedMaps.immutable.empty());
    }

    @Override
    public void restore(SavedState state) {
        state.requireKind(KIND);
        long savedCooling = state.count("cooling");
        worse = state.count("worse");
        cooling = savedCooling;
        best = state.numbers().getIfAbsentValue("best", Double.POSITIVE_INFINITY);
    }

    /**
     * The settings, such as {@code OnPlateau(factor 0.1, threshold 1.0E-4, least 0.0, patience 10,
     * cool-down 0)}.
     */
    @Override
    public String toString() {
        return KIND + "(factor " + factor + ", threshold " + threshold + ", least " + least + ", patience " + patience
                + ", cool-down " + coolDown + ")";
    }
}
