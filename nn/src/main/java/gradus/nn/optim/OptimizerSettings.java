package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * The settings that every {@link GradientOptimizer} has. Each setter returns the optimizer.
 *
 * @param <O> the optimizer's own class
 */
public abstract sealed class OptimizerSettings<O extends GradientOptimizer<O>> implements Optimizer
        permits GradientOptimizer {
    private Clipping clipping = Clipping.NONE;
    private double learningRate = Double.NaN;
    private double learningRateFactor = 1;
    private double weightDecay;
    private boolean inGroup;

    OptimizerSettings() {}

    /** This, as what it is. */
    @SuppressWarnings("unchecked") // O is the class of this, as the parameter's comment says
    protected final O self() {
        return (O) this;
    }

    /** The name for errors, texts and saved states: the class's. */
    protected final String name() {
        return getClass().getSimpleName();
    }

    /** The value, if it may be set. */
    protected final double require(String need, boolean holds, double value) {
        if (!holds) {
            throw new ArgumentException(name(), need, value + "", "");
        }
        return value;
    }

    /** The value of a setting, if it is finite and 0 or more. */
    protected final double requireFiniteFromZero(String setting, double value) {
        return require("a finite " + setting + " of 0 or more", value >= 0 && Double.isFinite(value), value);
    }

    /** The momentum, if it is from 0 to less than 1. */
    protected final double requireMomentum(double factor) {
        return require("a momentum from 0 to less than 1", factor >= 0 && factor < 1, factor);
    }

    @Override
    public final O learningRate(double rate) {
        learningRate = requireFiniteFromZero("learning rate", rate);
        return self();
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    /** Takes a learning rate that was checked, or NaN for none. */
    final void takeRate(double rate) {
        learningRate = rate;
    }

    /**
     * Multiplies the learning rate by a factor, finite and 0 or more: for a group that learns
     * faster or slower than the others, whatever a schedule sets.
     */
    public final O learningRateFactor(double factor) {
        learningRateFactor = requireFiniteFromZero("factor of the learning rate", factor);
        return self();
    }

    /** The rate of a step: this one's, or that of all where it has none, times its factor. */
    final double rate(double ofAll) {
        return (Double.isNaN(learningRate) ? ofAll : learningRate) * learningRateFactor;
    }

    /**
     * Sets the weight decay, finite and 0 (none) or more. Unless the class says otherwise, the
     * gradient of ½ λ |w|² is added to the loss's.
     */
    public final O weightDecay(double factor) {
        weightDecay = requireFiniteFromZero("weight decay", factor);
        return self();
    }

    /** The weight decay. */
    protected final double weightDecay() {
        return weightDecay;
    }

    /**
     * Scales the gradients of each step, all together, so that their Euclidean norm is at most
     * {@code most} (above 0): by most / (norm + 10⁻⁶) where that is below 1, as PyTorch does. After
     * {@link #clipByValue}, if both are set. Infinity is no limit.
     */
    public final O clipByNorm(double most) {
        clipping = clipping.withNorm(require("a norm above 0 to clip at", most > 0, most));
        return self();
    }

    /**
     * Brings each element of the gradients of each step into -most to most (above 0). Infinity is
     * no limit.
     */
    public final O clipByValue(double most) {
        clipping = clipping.withValue(require("a value above 0 to clip at", most > 0, most));
        return self();
    }

    /**
     * Refuses a step whose gradients have a NaN or an infinity: the error names the parameter and
     * the place, and nothing has changed, so that a run that diverges stops with the last good
     * values.
     */
    public final O refuseNonFinite() {
        clipping = clipping.refusingNonFinite();
        return self();
    }

    final Clipping clipping() {
        return clipping;
    }

    /** Takes those settings with which a group starts. */
    final void takeForGroup(OptimizerSettings<O> common) {
        weightDecay = common.weightDecay;
        learningRateFactor = common.learningRateFactor;
        learningRate = Double.NaN;
        inGroup = true;
    }

    /**
     * The settings that the class adds to these, for {@link #toString()}: {@link #words} that say
     * what differs from nothing.
     */
    protected ImmutableList<String> settings() {
        return Lists.immutable.empty();
    }

    /** Those that are not empty. */
    protected static ImmutableList<String> words(String... some) {
        return Lists.immutable.with(some).reject(String::isEmpty);
    }

    /** The learning rate in words; nothing where a group takes that of all. */
    final ImmutableList<String> rateInWords() {
        String unset = inGroup ? "" : "learning rate not set";
        return words(Double.isNaN(learningRate) ? unset : "learning rate " + learningRate);
    }

    /** The other settings in words, those of groups left out. */
    final MutableList<String> ownSettings() {
        return words(learningRateFactor == 1 ? "" : "learning rate times " + learningRateFactor)
                .toList()
                .withAll(settings())
                .withAll(words(weightDecay == 0 ? "" : "weight decay " + weightDecay))
                .withAll(clipping.words());
    }
}
