package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.NamedParameter;
import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * What changes parameters step by step, given the gradients of a loss. How it changes each of them
 * is a {@link Rule}, such as {@link SGD} or {@link Adam}. What all rules have in common is here:
 * the learning rate, weight decay, groups, clipping, what is remembered, and its state for
 * checkpoints.
 *
 * {@snippet lang = java :
 * Optimizer optimizer = new SGD().momentum(0.9).of(model).learningRate(0.1).clipByNorm(5);
 * double before = optimizer.minimize(() -> new CrossEntropy().mean(model.forward(inputs), labels));
 * }
 *
 * <p>An optimizer is a cell like the parameters it changes. Its settings can be changed at any
 * time, also between steps, and what it remembers stays. Each setter returns the optimizer. It
 * belongs to one thread.
 */
public final class Optimizer implements Stateful {
    private static final String LEARNING_RATE = "learning_rate";
    private final ImmutableList<NamedParameter> parameters;
    private final OptimizerState memories;
    private final ParameterGroup all;
    private final MutableList<ParameterGroup> groups = Lists.mutable.empty();
    private final MutableMap<Parameter, ParameterGroup> groupOf = Maps.mutable.empty();
    private final Scope scope = new Scope();
    private Clipping clipping = Clipping.NONE;
    private final Shares shares;
    private final UnmatchedWatch unmatched;
    private WeakReference<Tensor> minimized = new WeakReference<>(null);

    Optimizer(Rule rule, ImmutableList<NamedParameter> parameters) {
        this.parameters = Checks.onceEach(rule.name(), parameters);
        this.all = new ParameterGroup(
                Checks.named(rule), rule.defaultWeightDecay(), parameters.collect(NamedParameter::parameter));
        this.all.takeRate(rule.defaultLearningRate());
        this.memories = new OptimizerState(parameters, member -> owner(member).rule());
        this.shares = Shares.take(all.parameters());
        this.unmatched = new UnmatchedWatch(all.parameters());
    }

    /** All that it changes, those of groups too. */
    public ImmutableList<Parameter> parameters() {
        return all.parameters();
    }

    /** How it changes the parameters that are in no group. */
    public Rule rule() {
        return all.rule();
    }

    /**
     * Changes them by another rule from now on, such as one with another momentum. The learning
     * rate and the weight decay stay.
     *
     * @throws ArgumentException if what it remembers has no names of its own
     */
    public Optimizer rule(Rule next) {
        all.rule(next);
        return this;
    }

    /** The learning rate of the next step; NaN before it is set. */
    public double learningRate() {
        return all.learningRate();
    }

    /**
     * Sets the learning rate, finite and 0 or more, for the steps to come. Groups that have one of
     * their own keep it.
     *
     * @throws ArgumentException if it is not
     */
    public Optimizer learningRate(double rate) {
        all.learningRate(rate);
        return this;
    }

    /**
     * Sets the weight decay λ, finite and 0 (none) or more. Unless the rule says otherwise, the
     * gradient of ½ λ |w|² is added to the loss's. Groups keep theirs.
     *
     * @throws ArgumentException if it is not
     */
    public Optimizer weightDecay(double factor) {
        all.weightDecay(factor);
        return this;
    }

    /**
     * Scales the gradients of each step, all together, so that their Euclidean norm is at most
     * {@code most} (above 0): by most / (norm + 10⁻⁶) where that is below 1, as PyTorch does. After
     * {@link #clipByValue}, if both are set. Infinity is no limit.
     *
     * @throws ArgumentException unless it is above 0
     */
    public Optimizer clipByNorm(double most) {
        clipping = clipping.withNorm(Checks.require(name(), "a norm above 0 to clip at", most > 0, most));
        return this;
    }

    /**
     * Brings each element of the gradients of each step into -most to most (above 0). Infinity is
     * no limit.
     *
     * @throws ArgumentException unless it is above 0
     */
    public Optimizer clipByValue(double most) {
        clipping = clipping.withValue(Checks.require(name(), "a value above 0 to clip at", most > 0, most));
        return this;
    }

    /**
     * Refuses a step whose gradients have a NaN or an infinity: the error names the parameter and
     * the place, and nothing has changed, so that a run that diverges stops with the last good
     * values.
     */
    public Optimizer refuseNonFinite() {
        clipping = clipping.refusingNonFinite();
        return this;
    }

    /**
     * Lets some of the parameters have settings of their own, which start as those of this
     * optimizer are now:
     *
     * {@snippet lang = java :
     * new AdamW().of(model).weightDecay(0.05).group(biases, group -> group.weightDecay(0).learningRateFactor(2));
     * }
     *
     * A group without a learning rate of its own takes this one's. Clipping is for all parameters
     * together.
     *
     * @throws ArgumentException if a parameter is not one of this optimizer's, or is in a group
     *     already
     */
    public Optimizer group(ImmutableList<Parameter> members, Consumer<ParameterGroup> settings) {
        Checks.free(name(), members, parameters(), groupOf.keysView());
        ParameterGroup group =
                new ParameterGroup(rule(), all.weightDecay(), parameters().select(members::contains));
        settings.accept(group);
        members.forEach(member -> groupOf.put(member, group));
        groups.add(group);
        return this;
    }

    private ParameterGroup owner(Parameter parameter) {
        return groupOf.getIfAbsentValue(parameter, all);
    }

    /**
     * One step: computes the loss, its gradients and the next values of the parameters in a {@link
     * Scope} of this optimizer, so that every step uses the same memory. The tensors made for it
     * end with the step; {@link Tensor#keep} makes one that lasts.
     *
     * @param loss computes the loss, from the parameters as they are now
     * @return the loss before the step
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException as {@link #step} and {@link Tensor#gradients()}, such as when all
     *     that the loss was computed from is frozen
     */
    public double minimize(Supplier<Tensor> loss) {
        return scope.run(() -> {
            Tensor made = loss.get();
            descend(made);
            return made.item();
        });
    }

    /**
     * One step down the gradients of {@code loss}, as {@code step(loss.gradients())}, of which the
     * backward sweep is in memory that serves every step. {@link #minimize(Supplier)} has memory
     * for the loss as well.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException as {@link #step} and {@link Tensor#gradients()}, such as when all
     *     that the loss was computed from is frozen; or if it is the loss of the step before once
     *     more: its gradient is that of then
     */
    public void minimize(Tensor loss) {
        scope.run(() -> descend(loss));
    }

    private void descend(Tensor loss) {
        Checks.tracked(name() + ".minimize", loss, parameters);
        if (minimized.refersTo(loss)) {
            throw new GradientException(
                    name() + ".minimize",
                    "a loss computed anew for each step",
                    "the one of the step before",
                    "compute it inside the loop, from the parameters as they are now");
        }
        step(loss.gradients());
        minimized = new WeakReference<>(loss);
    }

    /**
     * Sets every parameter that the loss depends on to its next value. The others, and what is
     * remembered of them, stay as they are. If it fails, nothing has changed.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException if the loss depends on none of the parameters, or mixes two values
     *     of one; or if a gradient is not finite, after {@link #refuseNonFinite}
     */
    public void step(Gradients gradients) {
        if (Double.isNaN(learningRate())) {
            throw new ArgumentException(
                    name() + ".step",
                    "a learning rate",
                    "none",
                    "new " + name() + "().of(...).learningRate(0.1) sets it");
        }
        ImmutableList<NamedParameter> used = parameters.select(named -> gradients.dependsOn(named.parameter()));
        if (used.isEmpty()) {
            throw Checks.independent(name() + ".step", parameters);
        }
        used.forEach(named -> gradients.requireOneValue(named.parameter()));
        unmatched.next(gradients).say();
        memories.step(
                used.collect(NamedParameter::parameter),
                (parameter, steps) -> owner(parameter).next(steps, learningRate()),
                clipping.changer(name(), used, gradients));
        shares.change(gradients);
    }

    /**
     * The learning rates, and what the rules as they are now need to have remembered of each
     * parameter that a step has changed.
     */
    @Override
    public SavedState state() {
        MutableSortedMap<String, Double> rates = SortedMaps.mutable.empty();
        ownersOfRates()
                .reject((_, owner) -> Double.isNaN(owner.learningRate()))
                .forEachKeyValue((key, owner) -> rates.put(key, owner.learningRate()));
        return memories.state(name(), rates);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ArgumentException also if the state has no learning rate, or none for a group that
     *     has one of its own
     */
    @Override
    public void restore(SavedState state) {
        state.requireKind(name());
        MutableMap<String, ParameterGroup> owners = ownersOfRates();
        owners.forEachKeyValue((key, owner) -> requireRate(state, key, owner));
        MapIterable<String, Double> rates = state.numbers().select((key, _) -> owners.containsKey(key));
        rates.forEachValue(rate -> Checks.finiteFromZero(name(), "learning rate", rate));
        memories.restore(state, rates.keysView().toSet());
        owners.forEachKeyValue((key, owner) -> owner.takeRate(rates.getIfAbsentValue(key, Double.NaN)));
    }

    /** A group without a rate of its own may do without one in the state. */
    private void requireRate(SavedState state, String key, ParameterGroup owner) {
        boolean needed = key.equals(LEARNING_RATE) || !Double.isNaN(owner.learningRate());
        if (needed && !state.numbers().containsKey(key)) {
            throw new ArgumentException(
                    name() + ".restore",
                    "a state with the number " + key,
                    "none of that name",
                    "was it taken before learningRate(...) was set?");
        }
    }

    private MutableMap<String, ParameterGroup> ownersOfRates() {
        MutableMap<String, ParameterGroup> owners = Maps.mutable.of(LEARNING_RATE, all);
        groups.forEachWithIndex((group, index) -> owners.put("group " + (index + 1) + "." + LEARNING_RATE, group));
        return owners;
    }

    private String name() {
        return rule().name();
    }

    /**
     * The settings in words, the learning rate of all left out, which may change while it trains;
     * those of the groups with theirs. A checkpoint keeps them, and a training does not go on with
     * others.
     */
    public ImmutableList<String> steadySettings() {
        return all.words()
                .withAll(clipping.words())
                .withAll(groups.collectWithIndex((group, index) -> "group " + (index + 1) + " " + group))
                .toImmutable();
    }

    /** The settings, such as {@code SGD(learning rate 0.1, momentum 0.9)}. */
    @Override
    public String toString() {
        String rate = "learning rate " + (Double.isNaN(learningRate()) ? "not set" : learningRate() + "");
        return name() + Lists.immutable.with(rate).newWithAll(steadySettings()).makeString("(", ", ", ")");
    }
}
