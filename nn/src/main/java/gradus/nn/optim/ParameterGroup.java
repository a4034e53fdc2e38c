package gradus.nn.optim;

import gradus.autodiff.Parameter;
import gradus.autodiff.UpdateRule;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Parameters of an {@link Optimizer} with settings of their own. Each setter returns the group; it
 * holds for the steps to come.
 */
public final class ParameterGroup {
    private final ImmutableList<Parameter> parameters;
    private Rule rule;
    private double learningRate = Double.NaN;
    private double learningRateFactor = 1;
    private double weightDecay;

    ParameterGroup(Rule rule, double weightDecay, ImmutableList<Parameter> parameters) {
        this.parameters = parameters;
        this.rule = rule;
        this.weightDecay = weightDecay;
    }

    /** Its members. */
    public ImmutableList<Parameter> parameters() {
        return parameters;
    }

    /** How it changes them. */
    public Rule rule() {
        return rule;
    }

    /**
     * Changes them by another rule, which may be of another kind. The learning rate and the weight
     * decay stay.
     *
     * @throws gradus.autodiff.ArgumentException if what it remembers has no names of its own
     */
    public ParameterGroup rule(Rule next) {
        rule = Checks.named(next);
        return this;
    }

    double learningRate() {
        return learningRate;
    }

    /**
     * Sets a learning rate of its own, finite and 0 or more, which a schedule does not change.
     *
     * @throws gradus.autodiff.ArgumentException if it is not
     */
    public ParameterGroup learningRate(double rate) {
        learningRate = Checks.finiteFromZero(rule.name(), "learning rate", rate);
        return this;
    }

    /** Takes a learning rate that was checked, or NaN for none. */
    void takeRate(double rate) {
        learningRate = rate;
    }

    /**
     * Multiplies the learning rate by a factor, finite and 0 or more: for parameters that learn
     * faster or slower than the others, whatever a schedule sets.
     *
     * @throws gradus.autodiff.ArgumentException if it is not
     */
    public ParameterGroup learningRateFactor(double factor) {
        learningRateFactor = Checks.finiteFromZero(rule.name(), "factor of the learning rate", factor);
        return this;
    }

    double weightDecay() {
        return weightDecay;
    }

    /**
     * Sets the weight decay, finite and 0 (none) or more.
     *
     * @throws gradus.autodiff.ArgumentException if it is not
     */
    public ParameterGroup weightDecay(double factor) {
        weightDecay = Checks.finiteFromZero(rule.name(), "weight decay", factor);
        return this;
    }

    /** The change of the next step, after so many, where the others have that learning rate. */
    UpdateRule next(long steps, double rateOfAll) {
        double rate = (Double.isNaN(learningRate) ? rateOfAll : learningRate) * learningRateFactor;
        return rule.at(steps + 1, rate, weightDecay);
    }

    /** The settings in words, but for the learning rate. */
    MutableList<String> words() {
        return Checks.words(learningRateFactor == 1 ? "" : "learning rate times " + learningRateFactor)
                .toList()
                .withAll(rule.settings())
                .withAll(Checks.words(weightDecay == 0 ? "" : "weight decay " + weightDecay));
    }

    /** The settings, such as {@code SGD(learning rate times 2.0, momentum 0.9)}. */
    @Override
    public String toString() {
        return rule.name()
                + Checks.words(Double.isNaN(learningRate) ? "" : "learning rate " + learningRate)
                        .newWithAll(words())
                        .makeString("(", ", ", ")");
    }
}
