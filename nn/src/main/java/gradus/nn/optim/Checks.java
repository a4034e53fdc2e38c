package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.RichIterable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What settings require of their numbers, and their words. */
final class Checks {
    private static final String DEPENDS = "a loss that depends on its parameters";
    private static final String ALL_FROZEN = "all of them are frozen: unfreeze() lets them be trained again";

    private Checks() {}

    /** The value, if it may be set. */
    static double require(String who, String need, boolean holds, double value) {
        if (!holds) {
            throw new ArgumentException(who, need, value + "", "");
        }
        return value;
    }

    /** The value of a setting, if it is finite and 0 or more. */
    static double finiteFromZero(String who, String setting, double value) {
        return require(who, "a finite " + setting + " of 0 or more", isFiniteFromZero(value), value);
    }

    static boolean isFiniteFromZero(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    /** The value of a setting, if it is from 0 to less than 1. */
    static double belowOne(String who, String setting, double value) {
        return require(who, setting + " from 0 to less than 1", value >= 0 && value < 1, value);
    }

    /** A count, if it is at least so large. */
    static int atLeast(int least, String who, String setting, int count) {
        if (count < least) {
            throw new ArgumentException(who, setting + " of " + least + " or more", count + "", "");
        }
        return count;
    }

    /** Those that are not empty. */
    static ImmutableList<String> words(String... some) {
        return Lists.immutable.with(some).reject(String::isEmpty);
    }

    /** The rule, if what it remembers can be saved under its names. */
    static Rule named(Rule rule) {
        ImmutableList<String> memory = rule.memory();
        if (memory.distinct().size() < memory.size()
                || memory.anySatisfy(name -> name.isBlank() || name.contains("."))) {
            throw new ArgumentException(rule.name() + ".memory", "different names without dots", memory.toString(), "");
        }
        return rule;
    }

    /** The parameters, if there are some, each once. */
    static ImmutableList<NamedParameter> onceEach(String who, ImmutableList<NamedParameter> parameters) {
        ImmutableList<Parameter> cells = parameters.collect(NamedParameter::parameter);
        if (cells.isEmpty()) {
            throw new ArgumentException(
                    who,
                    "at least one parameter",
                    "none",
                    "a layer of your own is a record, or names its parts in namedParts(); a frozen() model has none");
        }
        ImmutableList<Parameter> repeated = cells.select(cell -> cells.count(cell::equals) > 1);
        if (repeated.notEmpty()) {
            throw new ArgumentException(
                    who, "each parameter once", "some twice: " + repeated.makeString(), "distinct() drops repeats");
        }
        return parameters;
    }

    /** Refuses members of a group that are none of an optimizer's parameters, or in another group. */
    static void free(
            String who,
            ImmutableList<Parameter> members,
            ImmutableList<Parameter> parameters,
            RichIterable<Parameter> grouped) {
        ImmutableList<Parameter> strangers = members.reject(parameters::contains);
        ImmutableList<Parameter> taken = members.select(grouped::contains);
        if (members.isEmpty() || strangers.notEmpty() || taken.notEmpty()) {
            throw new ArgumentException(
                    who + ".group",
                    "parameters of the optimizer that are in no other group",
                    members.isEmpty() ? "none" : strangers.newWithAll(taken).makeString(),
                    members.isEmpty()
                            ? ""
                            : strangers.notEmpty() ? "are they those of another model?" : "in a group already");
        }
    }

    /**
     * The loss, if it depends on something that can be trained.
     *
     * @throws GradientException if it is a constant
     * @throws ArgumentException if there is none
     */
    static Tensor tracked(String who, @Nullable Tensor loss, ImmutableList<NamedParameter> parameters) {
        if (loss == null) {
            throw new ArgumentException(who, "a loss", "null", "");
        }
        if (!loss.isTracked()) {
            throw new GradientException(
                    who,
                    DEPENDS,
                    "a constant " + loss.type(),
                    areFrozen(parameters)
                            ? ALL_FROZEN
                            : "is all that it was computed from frozen, or detached? unfreeze() lets parameters be"
                                    + " trained");
        }
        return loss;
    }

    private static boolean areFrozen(ImmutableList<NamedParameter> parameters) {
        return parameters.allSatisfy(named -> named.parameter().isFrozen());
    }

    /** The error for gradients of a loss of other parameters. */
    static GradientException independent(String who, ImmutableList<NamedParameter> parameters) {
        return new GradientException(
                who,
                DEPENDS,
                "one that depends on none of "
                        + parameters.collect(OptimizerState::inWords).makeString(),
                areFrozen(parameters) ? ALL_FROZEN : "is the loss computed from another model?");
    }
}
