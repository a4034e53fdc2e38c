package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.SeenInputs;
import gradus.nn.files.DataException;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.SavedState;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes over what an interrupted run had reached: all of it, or nothing if it does not fit. */
record Resumption(TrainingPlan plan, Path file) {

    /**
     * Reads the file.
     *
     * @throws ArgumentException if a setting is not what it was
     * @throws DataException if the file is damaged, or belongs to another model
     */
    void restore(Reached reached) {
        Checkpoint checkpoint = Checkpoint.read(file, plan.model());
        checkpoint.settings().requireSame(reached.settings, checkpoint.rate(), file);
        requireSchedule(checkpoint);
        restoreStates(checkpoint);
        checkpoint.model().restore(plan.model());
        SeenInputs.remember(plan.model(), checkpoint.inputs());
        reached.settings = checkpoint.settings();
        reached.epochs.addAllIterable(checkpoint.epochs());
        reached.stepLosses.addAll(checkpoint.stepLosses());
        reached.best = checkpoint.best();
    }

    /** Schedules are functions; what can be compared is the rate of the last step. */
    private void requireSchedule(Checkpoint checkpoint) {
        if (plan.schedule() == null) {
            return;
        }
        int steps = checkpoint.stepLosses().size();
        double was = checkpoint.epochs().getLast().get(Epoch.LEARNING_RATE);
        double is = plan.schedule().at(steps - 1L);
        if (is != was) {
            throw new ArgumentException(
                    "Trainer.resume",
                    "a schedule with a learning rate of " + was + " for step " + steps + ", as in " + file,
                    "one with " + is,
                    "a schedule for a longer training is another one");
        }
    }

    private void restoreStates(Checkpoint checkpoint) {
        @Nullable OnPlateau plateau = plan.plateau();
        @Nullable SavedState before = plateau == null ? null : plateau.state();
        try {
            if (plateau != null && checkpoint.plateau() != null) {
                plateau.restore(checkpoint.plateau());
            }
            plan.optimizer().restore(checkpoint.optimizer());
        } catch (GradusException unfit) {
            if (plateau != null && before != null) {
                plateau.restore(before);
            }
            throw new DataException(
                    file, DataException.NOWHERE, unfit.need() + " for " + unfit.operator(), unfit.got(), unfit.hint());
        }
    }
}
