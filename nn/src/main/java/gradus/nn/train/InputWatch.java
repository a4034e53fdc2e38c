package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.SeenInputs;
import gradus.nn.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the inputs of a run are like, of its first step and of the steps that hints look at, and
 * remembers it for the model.
 */
final class InputWatch {
    private final TrainingPlan plan;
    private @Nullable SeenInputs seen;
    private int steps;
    private boolean isKnown;
    private boolean isNew;

    InputWatch(TrainingPlan plan) {
        this.plan = plan;
    }

    /** @param goesOn whether another run is continued: what that one saw is known, if the checkpoint has it */
    void begin(boolean goesOn) {
        isKnown = goesOn && SeenInputs.of(plan.model()) != null;
    }

    /** A step is about to be taken. */
    void step(Batch batch, int perEpoch) {
        steps++;
        if (isKnown || !(steps == 1 || HintWatch.isObserved(steps, plan, perEpoch))) {
            return;
        }
        @Nullable Tensor inputs = SeenInputs.main(batch.namedInputs());
        if (inputs != null) {
            SeenInputs more = SeenInputs.of(inputs);
            seen = seen == null ? more : seen.plus(more);
            isNew = true;
        }
    }

    /** An epoch, or the training, has ended. */
    void remember() {
        if (isNew) {
            SeenInputs.remember(plan.model(), seen);
            isNew = false;
        }
    }

    /** Null if there were none, or they were seen by a run before this one. */
    @Nullable
    SeenInputs seen() {
        return seen;
    }
}
