package gradus.nn.train;

import gradus.nn.SeenInputs;
import gradus.nn.data.Dataset;
import org.eclipse.collections.api.list.primitive.DoubleList;
import org.jspecify.annotations.Nullable;

/**
 * What the first epoch did.
 *
 * @param losses of each step
 * @param data what the batches were taken from, if that is known
 * @param firstRate the learning rate of the first step
 * @param highestRate of all steps
 * @param seen the inputs of the steps that were observed
 */
record FirstEpoch(
        TrainingPlan plan,
        DoubleList losses,
        @Nullable Dataset data,
        double firstRate,
        double highestRate,
        @Nullable SeenInputs seen) {

    /** The mean loss of the last quarter of the steps. */
    double lateLoss() {
        return mean(losses.size() - quarter(), losses.size());
    }

    /** The lowest loss of a step in the last quarter. */
    double lowestLateLoss() {
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = losses.size() - quarter(); i < losses.size(); i++) {
            lowest = Math.min(lowest, losses.get(i));
        }
        return lowest;
    }

    private int quarter() {
        return Math.max(Math.min(3, losses.size()), losses.size() / 4);
    }

    private double mean(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += losses.get(i);
        }
        return sum / (to - from);
    }

    double rate() {
        return plan.optimizer().learningRate();
    }
}
