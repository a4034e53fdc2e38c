package gradus.examples.cluster;

import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import org.apache.spark.TaskContext;

/**
 * Ends the process of a worker after a step, at once and without a word, as a loss of power does.
 * Only a process that has trained from the first step on ends: one that goes on from a later
 * checkpoint does not, so it happens once.
 */
final class HaltWatch implements TrainingListener {
    private final Halt halt;
    private boolean fromStart;

    HaltWatch(Halt halt) {
        this.halt = halt;
    }

    @Override
    public void step(TrainingStep step) {
        fromStart |= step.number() == 1;
        if (fromStart && step.number() == halt.after() && TaskContext.getPartitionId() == halt.worker()) {
            Runtime.getRuntime().halt(Halt.EXIT_CODE);
        }
    }
}
