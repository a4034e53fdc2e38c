package gradus.examples.cluster;

import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Tells the driver, through Spark, the number of the last step: from the first worker, as all take
 * the same steps.
 */
final class StepReport implements TrainingListener {
    private final LongAccumulator number;
    private long told;

    StepReport(LongAccumulator number) {
        this.number = number;
    }

    @Override
    public void step(TrainingStep step) {
        if (TaskContext.getPartitionId() == 0) {
            number.add(step.number() - told);
            told = step.number();
        }
    }
}
