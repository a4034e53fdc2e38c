package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.UpdateRule;
import gradus.autodiff.Workspace;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import java.lang.ref.WeakReference;
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
 * The common part of optimizers that change each parameter by its own gradient, such as {@link SGD}
 * and {@link Adam}: checks, groups, clipping, what is remembered, checkpoints. One of your own says
 * what a step does to one parameter:
 *
 * {@snippet lang = java :
 * final class SignDescent extends GradientOptimizer<SignDescent> {
 *     SignDescent(ImmutableList<NamedParameter> parameters) { super(parameters); }
 *     protected SignDescent like(ImmutableList<NamedParameter> members) { return new SignDescent(members); }
 *     protected StepRule rule(long step, double rate) {
 *         return StepRule.of((value, g, state) -> Lists.immutable.with(value.sub(g.sign().mul(rate))));
 *     }
 * } }
 *
 * <p>Parameters change in place where nobody can see it ({@link Parameter#update}).
 *
 * @param <O> the class itself, which its settings return
 */
public abstract non-sealed class GradientOptimizer<O extends GradientOptimizer<O>> extends OptimizerSettings<O> {
    private static final String LEARNING_RATE = "learning_rate";

    private final ImmutableList<NamedParameter> parameters;
    private final OptimizerState memories;
    private final MutableList<O> groups = Lists.mutable.empty();
    private final MutableMap<Parameter, O> groupOf = Maps.mutable.empty();
    private final Workspace workspace = new Workspace();
    private boolean began;
    private WeakReference<Tensor> minimized = new WeakReference<>(null);

    /**
     * An optimizer of these parameters.
     *
     * @throws ArgumentException if there are none, or one is there twice
     */
    protected GradientOptimizer(ImmutableList<NamedParameter> parameters) {
        String name = getClass().getSimpleName();
        if (parameters.isEmpty()) {
            throw new ArgumentException(
                    name,
                    "at least one parameter",
                    "none",
                    "a layer of your own is a record, or names its parts in namedParts()");
        }
        ImmutableList<Parameter> cells = parameters.collect(NamedParameter::parameter);
        if (cells.distinct().size() < cells.size()) {
            throw new ArgumentException(
                    name,
                    "each parameter once",
                    "some twice: "
                            + cells.select(cell -> cells.count(cell::equals) > 1)
                                    .makeString(),
                    "distinct() drops repeats");
        }
        Unmatched.settle(cells);
        this.parameters = parameters;
        this.memories = new OptimizerState(parameters);
    }

    /** The parameters of a model with their full names, each once. */
    protected static ImmutableList<NamedParameter> named(Layer model) {
        return NamedParameter.allOf(model);
    }

    /**
     * The parameters with the names that a saved state has for them: their own, or, where several
     * have one name, with their numbers in the list before: {@code 0.weight}, {@code 1.bias}.
     * Errors call them by their {@linkplain Parameter#qualifiedName() qualified names}.
     */
    protected static ImmutableList<NamedParameter> named(ImmutableList<Parameter> parameters) {
        boolean clear = parameters.distinctBy(Parameter::name).size() == parameters.size();
        return parameters.collectWithIndex(
                (parameter, index) -> new NamedParameter((clear ? "" : index + ".") + parameter.name(), parameter));
    }

    /**
     * An optimizer of the same class for a group: with the settings that the class adds to the
     * common ones.
     */
    protected abstract O like(ImmutableList<NamedParameter> members);

    /**
     * What a step does to one parameter.
     *
     * @param step its number for this parameter, from 1
     * @param rate the learning rate
     */
    protected abstract StepRule rule(long step, double rate);

    /**
     * Lets some of the parameters have settings of their own, which start as those of this
     * optimizer are now:
     *
     * {@snippet lang = java :
     * AdamW.of(model).weightDecay(0.05).group(biases, group -> group.weightDecay(0).learningRateFactor(2));
     * }
     *
     * A group without a learning rate of its own takes this one's. Clipping is set for all
     * parameters together, not for a group.
     *
     * @throws ArgumentException if a parameter is not one of this optimizer's, or is in a group
     *     already
     */
    public final O group(ImmutableList<Parameter> members, Consumer<O> settings) {
        requireFree(members);
        O group = like(parameters.select(named -> members.contains(named.parameter())));
        group.takeForGroup(this);
        settings.accept(group);
        if (!group.isPlainGroup()) {
            throw new ArgumentException(
                    name() + ".group",
                    "settings of this group alone",
                    "clipping or groups in it",
                    "clipping is set on the optimizer: it holds for all parameters together");
        }
        members.forEach(member -> groupOf.put(member, group));
        groups.add(group);
        return self();
    }

    private void requireFree(ImmutableList<Parameter> members) {
        ImmutableList<Parameter> strangers = members.reject(parameters()::contains);
        ImmutableList<Parameter> taken = members.select(groupOf::containsKey);
        if (members.isEmpty() || strangers.notEmpty() || taken.notEmpty()) {
            throw new ArgumentException(
                    name() + ".group",
                    "parameters of the optimizer that are in no other group",
                    members.isEmpty() ? "none" : strangers.newWithAll(taken).makeString(),
                    members.isEmpty()
                            ? ""
                            : strangers.notEmpty() ? "are they those of another model?" : "in a group already");
        }
    }

    final boolean isPlainGroup() {
        return clipping().isIdle() && groups.isEmpty();
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
        if (Double.isNaN(learningRate())) {
            throw new ArgumentException(
                    name() + ".step", "a learning rate", "none", name() + ".of(...).learningRate(0.1) sets it");
        }
        ImmutableList<NamedParameter> used = parameters.select(named -> gradients.dependsOn(named.parameter()));
        if (used.isEmpty()) {
            String mine = parameters.collect(OptimizerState::inWords).makeString();
            throw new GradientException(
                    name() + ".step",
                    "gradients of a loss that depends on its parameters",
                    "one that depends on none of " + mine,
                    "is the loss computed from another model?");
        }
        used.forEach(named -> gradients.requireOneValue(named.parameter()));
        if (!began) {
            Unmatched.check(gradients, parameters());
            began = true;
        }
        if (clipping().isIdle()) {
            used.forEach(
                    named -> step(named, (state, update) -> named.parameter().update(gradients, state, update)));
        } else {
            clipping()
                    .clip(name(), used, gradients)
                    .zip(used)
                    .forEach(pair -> step(
                            pair.getTwo(),
                            (state, update) -> pair.getTwo().parameter().update(pair.getOne(), state, update)));
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws GradientException also if it is the loss of the step before once more: its gradient
     *     is that of then
     */
    @Override
    public final void minimize(Tensor loss) {
        if (minimized.refersTo(loss)) {
            throw new GradientException(
                    name() + ".minimize",
                    "a loss computed anew for each step",
                    "the one of the step before",
                    "compute it inside the loop, from the parameters as they are now");
        }
        step(loss.gradients(workspace));
        minimized = new WeakReference<>(loss);
    }

    private void step(NamedParameter named, BiConsumer<ImmutableList<Parameter>, UpdateRule> change) {
        OptimizerState.Memory memory = memories.of(named.parameter());
        StepRule rule = nextRule(named.parameter(), memory.steps);
        change.accept(memory.cells(rule), rule.update());
        memory.steps++;
    }

    private StepRule nextRule(Parameter parameter, long steps) {
        GradientOptimizer<O> owner = groupOf.getIfAbsentValue(parameter, self());
        return owner.rule(steps + 1, owner.rate(learningRate()));
    }

    /**
     * The learning rates, and what the settings as they are now need to have remembered of each
     * parameter that a step has changed.
     */
    @Override
    public final SavedState state() {
        MutableSortedMap<String, Double> rates = SortedMaps.mutable.empty();
        ownersOfRates()
                .reject((_, owner) -> Double.isNaN(owner.learningRate()))
                .forEachKeyValue((key, owner) -> rates.put(key, owner.learningRate()));
        return memories.state(name(), rates, this::nextRule);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ArgumentException also if the state has no learning rate, or none for a group that
     *     has one of its own
     */
    @Override
    public final void restore(SavedState state) {
        state.requireKind(name());
        MutableMap<String, GradientOptimizer<O>> owners = ownersOfRates();
        owners.forEachKeyValue((key, owner) -> owner.requireRate(state, key));
        MapIterable<String, Double> rates = state.numbers().select((key, _) -> owners.containsKey(key));
        rates.forEachValue(rate -> requireFiniteFromZero("learning rate", rate));
        memories.restore(state, rates.keysView().toSet(), this::nextRule);
        owners.forEachKeyValue((key, owner) -> owner.takeRate(rates.getIfAbsentValue(key, Double.NaN)));
    }

    /** A group without a rate of its own may do without one in the state. */
    private void requireRate(SavedState state, String key) {
        boolean needed = key.equals(LEARNING_RATE) || !Double.isNaN(learningRate());
        if (needed && !state.numbers().containsKey(key)) {
            throw new ArgumentException(
                    name() + ".restore",
                    "a state with the number " + key,
                    "none of that name",
                    "was it taken before learningRate(...) was set?");
        }
    }

    private MutableMap<String, GradientOptimizer<O>> ownersOfRates() {
        MutableMap<String, GradientOptimizer<O>> owners = Maps.mutable.of(LEARNING_RATE, this);
        groups.forEachWithIndex((group, index) -> owners.put("group " + (index + 1) + "." + LEARNING_RATE, group));
        return owners;
    }

    /**
     * The settings of all parameters, the learning rate left out, and those of the groups with
     * theirs.
     */
    @Override
    public final ImmutableList<String> steadySettings() {
        return ownSettings()
                .withAll(groups.collectWithIndex((group, index) -> "group " + (index + 1) + " " + group))
                .toImmutable();
    }

    /** The settings, such as {@code SGD(learning rate 0.1, momentum 0.9)}. */
    @Override
    public final String toString() {
        return name() + rateInWords().newWithAll(steadySettings()).makeString("(", ", ", ")");
    }
}
