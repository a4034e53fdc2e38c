package gradus.nn.train;

import gradus.autodiff.Tensor;
import java.util.function.IntPredicate;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.DoubleList;

/**
 * What the first epoch did.
 *
 * @param losses of each step
 * @param before the values of the optimizer's parameters, before it
 * @param firstRate the learning rate of the first step
 */
record FirstEpoch(TrainingPlan plan, DoubleList losses, ImmutableList<Tensor> before, double firstRate) {

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
        return Math.max(1, losses.size() / 4);
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

    /** The Euclidean norm of some parameters before the epoch, all together. */
    double size(IntPredicate which) {
        return norm(before.selectWithIndex((_, i) -> which.test(i)));
    }

    /** How far they moved in it. */
    double movement(IntPredicate which) {
        return norm(plan.optimizer()
                .parameters()
                .collectWithIndex((parameter, i) -> parameter.value().detach().sub(before.get(i)))
                .selectWithIndex((_, i) -> which.test(i)));
    }

    static double norm(ImmutableList<Tensor> parts) {
        double squares = parts.sumOfDouble(part -> {
            double norm = part.shape().size() == 0 ? 0 : part.norm().item();
            return norm * norm;
        });
        return Math.sqrt(squares);
    }
}
