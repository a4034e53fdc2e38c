package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.UpdateRule;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How an optimizer changes one parameter, given its gradient: a small value, such as {@code new
 * SGD().momentum(0.9)}. It remembers nothing; {@link #of(Model)} makes the {@link Optimizer} that
 * does.
 *
 * <p>A rule of your own is a record. It is written with tensor operations, which work for both
 * element types:
 *
 * {@snippet lang = java :
 * record Lion(double kept) implements Rule {
 *     @Override
 *     public ImmutableList<String> memory() {
 *         return Lists.immutable.with("mean");
 *     }
 *
 *     @Override
 *     public UpdateRule.Computed at(long step, double rate, double weightDecay) {
 *         return (value, gradient, memory) -> {
 *             Tensor mean = memory.getFirst().mul(kept).add(gradient.mul(1 - kept));
 *             Tensor next = value.mul(1 - rate * weightDecay).sub(mean.sign().mul(rate));
 *             return Lists.immutable.with(next, mean);
 *         };
 *     }
 * }
 *
 * Optimizer lion = new Lion(0.9).of(model).learningRate(1e-3);
 * }
 */
public interface Rule {
    /**
     * The change of a step.
     *
     * @param step its number for this parameter, from 1
     * @param rate the learning rate
     * @param weightDecay the weight decay, which counts only where the rule uses it
     * @return one of the rules that run as a loop in place, or a computed one, which gets what is
     *     remembered in the order of {@link #memory()}
     */
    UpdateRule at(long step, double rate, double weightDecay);

    /**
     * The names of what it remembers from step to step, each a tensor of the parameter's shape and
     * type. A saved state has them after the parameter's name, as in {@code 0.weight.velocity}.
     * Nothing, unless a rule says so.
     */
    default ImmutableList<String> memory() {
        return Lists.immutable.empty();
    }

    /** What each element remembered starts as: 0, unless a rule says otherwise. */
    default double initial() {
        return 0;
    }

    /** The learning rate that an optimizer starts with; NaN, the default, if it must be set. */
    default double defaultLearningRate() {
        return Double.NaN;
    }

    /** The weight decay that an optimizer starts with: 0, unless a rule says otherwise. */
    default double defaultWeightDecay() {
        return 0;
    }

    /** The name for errors, texts and saved states: the class's. */
    default String name() {
        String simple = getClass().getSimpleName();
        return getClass().isHidden() || simple.isEmpty() ? "Rule" : simple;
    }

    /**
     * The settings in words. A checkpoint keeps them, and a training does not go on with others.
     * Those of a record are its components, unless it says otherwise.
     */
    default ImmutableList<String> settings() {
        String text = toString();
        String name = getClass().getSimpleName();
        boolean isPlain = this instanceof Record && text.startsWith(name + "[") && text.endsWith("]");
        return Checks.words(isPlain ? text.substring(name.length() + 1, text.length() - 1) : "");
    }

    /**
     * An optimizer of a model's parameters by this rule. Saved states have their full names.
     *
     * @throws ArgumentException if there are none, or what the rule remembers has no names of its
     *     own
     */
    default Optimizer of(Model model) {
        return new Optimizer(this, NamedParameter.allOf(model));
    }

    /**
     * An optimizer of these parameters by this rule. Saved states have their own names, or, where
     * several have one name, with their numbers in the list before: {@code 0.weight}, {@code
     * 1.bias}.
     *
     * @throws ArgumentException if there are none, or one is there twice, or what the rule
     *     remembers has no names of its own
     */
    default Optimizer of(ImmutableList<Parameter> parameters) {
        boolean clear = parameters.distinctBy(Parameter::name).size() == parameters.size();
        return new Optimizer(
                this,
                parameters.collectWithIndex((parameter, index) ->
                        new NamedParameter((clear ? "" : index + ".") + parameter.name(), parameter)));
    }
}
