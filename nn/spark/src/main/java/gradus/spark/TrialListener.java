package gradus.spark;

import gradus.nn.train.TrialResults;

/** Is told, on the driver, how a search by {@link SparkTrials} goes on. */
@FunctionalInterface
public interface TrialListener {
    /** A trial has ended with this result; trials end in any order. */
    void ended(TrialResults.Result<?> result);
}
