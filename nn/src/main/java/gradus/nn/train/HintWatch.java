package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.graph.Graph;
import gradus.nn.data.Dataset;
import gradus.nn.optim.Unmatched;
import gradus.nn.optim.UnmatchedWatch;
import java.lang.System.Logger.Level;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.jspecify.annotations.Nullable;

/** Looks on at the first step and the first epoch of a run, and says what looks like a mistake. */
final class HintWatch {
    /** After fewer steps nothing is said of how a training goes. */
    private static final int LEAST_STEPS = 10;

    /** How many steps are observed. */
    private static final int OBSERVED = 20;

    private final TrainingPlan plan;
    private final UnmatchedWatch unmatched;
    private final DoubleList losses;
    private final InputWatch inputs;
    private final MutableList<Hint> hints = Lists.mutable.empty();
    private ImmutableList<HintRule> rules = HintRule.all();
    private @Nullable Dataset data;
    private double firstRate;
    private double highestRate;
    private TakenStep.@Nullable Before pending;
    private boolean isBegun;
    private boolean isDone;

    /** @param losses of the steps, also of those to come; there are some where a run goes on another */
    HintWatch(TrainingPlan plan, DoubleList losses) {
        this.plan = plan;
        this.unmatched = new UnmatchedWatch(plan.optimizer().parameters());
        this.losses = losses;
        this.inputs = new InputWatch(plan);
    }

    /** Training begins. */
    void begin() {
        isDone = !plan.hints() || losses.notEmpty();
        inputs.begin(losses.notEmpty());
    }

    /** An epoch of this data set begins, if it is known. */
    void epochOf(@Nullable Dataset known) {
        data = known;
    }

    /**
     * A step is about to be taken.
     *
     * @param perEpoch how many steps the epoch has; 0 where that is not known
     */
    void step(DivergenceDiagnosis.Case made, Gradients gradients, int perEpoch) {
        int number = losses.size();
        if (!isBegun) {
            isBegun = true;
            firstRate = plan.optimizer().learningRate();
        }
        match(gradients);
        inputs.step(made.batch(), perEpoch);
        if (isDone) {
            return;
        }
        highestRate = Math.max(highestRate, plan.optimizer().learningRate());
        boolean isLate = number > 1 && isObserved(number, plan, perEpoch);
        ImmutableList<Parameter> trained = plan.optimizer().parameters();
        if (number == 1 || isLate) {
            var step = new ObservedStep(
                    number == 1, made.batch(), made.output(), trained, gradients, Graph.of(made.loss()));
            rules.forEach(rule -> rule.observe(step));
        }
        if (number == 1 || isLate || rules.anySatisfy(HintRule::wantsMore)) {
            pending = new TakenStep.Before(number == 1, isLate, made, trained, gradients);
        }
    }

    /** The step has been taken. */
    void taken() {
        TakenStep.@Nullable Before before = pending;
        if (before != null) {
            pending = null;
            TakenStep step = before.taken();
            rules.forEach(rule -> rule.taken(step));
        }
    }

    /** The last ones of an epoch whose length is known, otherwise some after the first few. */
    static boolean isObserved(int number, TrainingPlan plan, int perEpoch) {
        int known = (int) Math.min(perEpoch, plan.maxSteps());
        int from = known >= LEAST_STEPS ? Math.max(2, known - OBSERVED + 1) : LEAST_STEPS / 2;
        return number >= from && number < from + OBSERVED;
    }

    private void match(Gradients gradients) {
        Unmatched found = unmatched.next(gradients);
        found.settled();
        if (plan.hints()) {
            found.inWords().forEach(words -> {
                String[] parts = words.split("; ", 2);
                give(new Hint("loss and optimizer", parts[0], parts[1]));
            });
        }
    }

    /** The steps of an epoch, or of the training, have ended: what they were trained on is remembered for the model. */
    void remember() {
        inputs.remember();
    }

    /** An epoch has ended. */
    void epoch() {
        if (isDone || losses.size() < LEAST_STEPS) {
            return;
        }
        FirstEpoch epoch = new FirstEpoch(plan, losses, data, firstRate, highestRate, inputs.seen());
        for (HintRule rule : rules) {
            @Nullable Hint hint = rule.conclude(epoch);
            if (hint != null) {
                give(hint);
            }
        }
        isDone = true;
        rules = Lists.immutable.empty(); // and with them the values that they keep
        data = null;
    }

    private void give(Hint hint) {
        hints.add(hint);
        System.getLogger("gradus").log(Level.WARNING, hint.toString());
        plan.listeners().forEach(listener -> listener.hint(hint));
    }

    ImmutableList<Hint> hints() {
        return hints.toImmutable();
    }
}
