package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.Workspace;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * The common part of optimisers that change each parameter by its own gradient, such as {@link SGD}: checks, groups,
 * clipping, what is remembered, checkpoints. One of your own says what a step does to one parameter:
 *
 * {@snippet lang = java :
 * final class SignDescent extends GradientOptimizer<SignDescent> {
 *     SignDescent(ImmutableList<NamedParameter> parameters) {
 *         super(parameters);
 *     }
 *
 *     protected SignDescent like(ImmutableList<NamedParameter> members) {
 *         return new SignDescent(members);
 *     }
 *
 *     protected StepRule rule(long step, double rate) {
 *         return StepRule.of(new Parameter.Update() {
 *             public <A> void run(OptimiserKernels<A> k, A value, A gradient, ImmutableList<A> state, int from, int to) {
 *                 if (value instanceof double[] w && gradient instanceof double[] g) {
 *                     for (int i = from; i < to; i++) {
 *                         w[i] -= rate * Math.signum(g[i]);
 *                     }
 *                 }
 *             }
 *         });
 *     }
 * }
 * }
 *
 * <p>Parameters change in place where nobody can see it ({@link Parameter#update}).
 *
 * @param <O> the class itself, which its settings return
 */
public abstract class GradientOptimizer<O extends GradientOptimizer<O>> implements Optimizer {
    private final ImmutableList<NamedParameter> parameters;
    private final ParameterMemories memories;
    private final MutableList<O> groups = Lists.mutable.empty();
    private final MutableMap<Parameter, O> groupOf = Maps.mutable.empty();
    private final Workspace workspace = new Workspace();
    private Clipping clipping = Clipping.NONE;
    private double learningRate = Double.NaN;
    private double learningRateFactor = 1;
    private double weightDecay;

    /**
     * An optimiser of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    protected GradientOptimizer(ImmutableList<NamedParameter> parameters) {
        if (parameters.isEmpty()) {
            throw new ArgumentException(name(), "at least one parameter", "none", "");
        }
        ImmutableList<Parameter> cells = parameters.collect(NamedParameter::parameter);
        if (cells.distinct().size() < cells.size()) {
            throw new ArgumentException(
                    name(), "each parameter once", "some twice: " + cells.makeString(), "distinct() drops repeats");
        }
        this.parameters = parameters;
        this.memories = new ParameterMemories(parameters);
    }

    /** The parameters of a model with their full names, each once. */
    protected static ImmutableList<NamedParameter> named(Layer model) {
        return model.namedParameters().distinctBy(NamedParameter::parameter);
    }

    /** The parameters with their own names, or, where several have one name, with their numbers before: {@code 0.weight}. */
    protected static ImmutableList<NamedParameter> named(ImmutableList<Parameter> parameters) {
        boolean clear = parameters.distinctBy(Parameter::name).size() == parameters.size();
        return parameters.collectWithIndex(
                (parameter, index) -> new NamedParameter((clear ? "" : index + ".") + parameter.name(), parameter));
    }

    /** An optimiser of the same class for a group: with the settings that the class adds to the common ones. */
    protected abstract O like(ImmutableList<NamedParameter> members);

    /**
     * What a step does to one parameter.
     *
     * @param step its number for this parameter, from 1
     * @param rate the learning rate
     */
    protected abstract StepRule rule(long step, double rate);

    /** The settings that the class adds to the common ones, for {@link #toString()}: those that differ from nothing. */
    protected ImmutableList<String> settings() {
        return Lists.immutable.empty();
    }

    /** The name for errors, texts and saved states: the class's. */
    protected final String name() {
        return getClass().getSimpleName();
    }

    /** This, as what it is. */
    @SuppressWarnings("unchecked") // O is the class of this, as the parameter's comment asks
    protected final O self() {
        return (O) this;
    }

    /** The value, if it may be set. */
    protected final double require(String need, boolean holds, double value) {
        if (!holds) {
            throw new ArgumentException(name(), need, value + "", "");
        }
        return value;
    }

    @Override
    public final O learningRate(double rate) {
        learningRate = requireRate(rate);
        return self();
    }

    private double requireRate(double rate) {
        return require("a finite learning rate of 0 or more", isFiniteFromZero(rate), rate);
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    /**
     * Multiplies the learning rate by a factor, finite and 0 or more: for a group that learns faster or slower than the others,
     * whatever a schedule sets.
     */
    public final O learningRateFactor(double factor) {
        learningRateFactor =
                require("a finite factor of the learning rate of 0 or more", isFiniteFromZero(factor), factor);
        return self();
    }

    /** Sets the weight decay, finite and 0 (none) or more. Unless the class says otherwise, the gradient of ½ λ |w|² is added to the loss's. */
    public final O weightDecay(double factor) {
        weightDecay = require("a finite weight decay of 0 or more", isFiniteFromZero(factor), factor);
        return self();
    }

    /** The weight decay. */
    protected final double weightDecay() {
        return weightDecay;
    }

    final double learningRateFactor() {
        return learningRateFactor;
    }

    private static boolean isFiniteFromZero(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    /**
     * Lets some of the parameters have settings of their own, which start as those of this optimiser are now:
     *
     * {@snippet lang = java :
     * SGD.of(model).weightDecay(0.05).group(biases, group -> group.weightDecay(0).learningRateFactor(2));
     * }
     *
     * A group without a learning rate of its own takes this one's. Clipping is set for all parameters together, not for a group.
     *
     * @throws ArgumentException if a parameter is not one of this optimiser's, or is in a group already
     */
    public final O group(ImmutableList<Parameter> members, Consumer<O> settings) {
        ImmutableList<Parameter> others = members.select(
                member -> groupOf.containsKey(member) || !parameters().contains(member));
        if (others.notEmpty()) {
            throw new ArgumentException(
                    name() + ".group",
                    "parameters of the optimiser that are in no other group",
                    others.makeString(),
                    "");
        }
        O group = like(parameters.select(named -> members.contains(named.parameter())));
        group.takeCommonSettings(this);
        settings.accept(group);
        if (!group.isOneGroup()) {
            throw new ArgumentException(
                    name() + ".group",
                    "settings of this group alone",
                    "clipping or groups in it",
                    "clipping is set on the optimiser: it holds for all parameters together");
        }
        members.forEach(member -> groupOf.put(member, group));
        groups.add(group);
        return self();
    }

    /** Takes those settings that every class has and a group starts with. */
    final void takeCommonSettings(GradientOptimizer<O> common) {
        weightDecay = common.weightDecay;
        learningRateFactor = common.learningRateFactor;
    }

    final boolean isOneGroup() {
        return clipping.isIdle() && groups.isEmpty();
    }

    /**
     * Scales the gradients of each step, all together, so that their Euclidean norm is at most {@code most} (above 0): by most / (norm +
     * 10⁻⁶) where that is below 1, as PyTorch does. After {@link #clipByValue}, if both are set. Infinity is no limit.
     */
    public final O clipByNorm(double most) {
        clipping = clipping.withNorm(require("a norm above 0 to clip at", most > 0, most));
        return self();
    }

    /** Brings each element of the gradients of each step into -most to most (above 0). Infinity is no limit. */
    public final O clipByValue(double most) {
        clipping = clipping.withValue(require("a value above 0 to clip at", most > 0, most));
        return self();
    }

    /**
     * Refuses a step whose gradients have a NaN or an infinity: the error names the parameter and the place, and nothing has changed, so that a
     * run that diverges stops with the last good values.
     */
    public final O refuseNonFinite() {
        clipping = clipping.refusingNonFinite();
        return self();
    }

    @Override
    public final ImmutableList<Parameter> parameters() {
        return parameters.collect(NamedParameter::parameter);
    }

    /**
     * {@inheritDoc}
     *
     * @throws GradientException also if a gradient is not finite, after {@link #refuseNonFinite}
     */
    @Override
    public final void step(Gradients gradients) {
        if (Double.isNaN(learningRate)) {
            throw new ArgumentException(
                    name() + ".step", "a learning rate", "none", name() + ".of(...).learningRate(0.1) sets it");
        }
        ImmutableList<NamedParameter> used = parameters.select(named -> gradients.dependsOn(named.parameter()));
        if (used.isEmpty()) {
            throw new GradientException(
                    name() + ".step",
                    "gradients of a loss that depends on its parameters",
                    "one that depends on none of " + parameters().makeString(),
                    "is the loss computed from another model?");
        }
        used.forEach(named -> gradients.requireOneValue(named.parameter()));
        if (clipping.isIdle()) {
            used.forEach(
                    named -> step(named, (state, update) -> named.parameter().update(gradients, state, update)));
        } else {
            clipping.clip(name(), used, gradients)
                    .zip(used)
                    .forEach(pair -> step(
                            pair.getTwo(),
                            (state, update) -> pair.getTwo().parameter().update(pair.getOne(), state, update)));
        }
    }

    @Override
    public final void minimize(Tensor loss) {
        step(loss.gradients(workspace));
    }

    private void step(NamedParameter named, BiConsumer<ImmutableList<Parameter>, Parameter.Update> change) {
        GradientOptimizer<O> owner = groupOf.getIfAbsentValue(named.parameter(), self());
        double rate = Double.isNaN(owner.learningRate()) ? learningRate : owner.learningRate();
        ParameterMemories.Memory memory = memories.of(named.parameter());
        StepRule rule = owner.rule(memory.steps + 1, rate * owner.learningRateFactor());
        change.accept(memory.cells(rule), rule.update());
        memory.steps++;
    }

    /** The learning rates, and what is remembered of each parameter that a step has changed. */
    @Override
    public final SavedState state() {
        MutableSortedMap<String, Double> rates = SortedMaps.mutable.empty();
        ownersOfRates()
                .reject((_, owner) -> Double.isNaN(owner.learningRate()))
                .forEachKeyValue((key, owner) -> rates.put(key, owner.learningRate()));
        return memories.state(name(), rates);
    }

    @Override
    public final void restore(SavedState state) {
        state.requireKind(name());
        MutableMap<String, GradientOptimizer<O>> owners = ownersOfRates();
        MapIterable<String, Double> rates = state.numbers().select((key, _) -> owners.containsKey(key));
        rates.forEachValue(this::requireRate);
        memories.restore(state, rates.keysView().toSet());
        owners.forEachKeyValue((key, owner) -> owner.takeRate(rates.getIfAbsentValue(key, Double.NaN)));
    }

    private MutableMap<String, GradientOptimizer<O>> ownersOfRates() {
        MutableMap<String, GradientOptimizer<O>> owners = Maps.mutable.of("learning_rate", this);
        groups.forEachWithIndex((group, index) -> owners.put("group " + (index + 1) + ".learning_rate", group));
        return owners;
    }

    final void takeRate(double rate) {
        learningRate = rate;
    }

    /** The settings, such as {@code SGD(learning rate 0.1, momentum 0.9)}. */
    @Override
    public final String toString() {
        MutableList<String> words = Lists.mutable.with("learning rate " + learningRate);
        if (learningRateFactor != 1) {
            words.add("times " + learningRateFactor);
        }
        words.addAllIterable(settings());
        if (weightDecay != 0) {
            words.add("weight decay " + weightDecay);
        }
        words.addAllIterable(clipping.words());
        groups.forEachWithIndex((group, index) -> words.add("group " + (index + 1) + " " + group));
        return name() + words.makeString("(", ", ", ")");
    }
}
