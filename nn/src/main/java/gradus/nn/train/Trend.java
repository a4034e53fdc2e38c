package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedParameter;
import gradus.nn.optim.Optimizer;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.DoubleList;

/** Where the losses and the parameters are going, and what that most often comes from. */
final class Trend {
    /** Over how many steps the loss is looked back at. */
    private static final int STEPS_BACK = 20;

    /** By what factor the loss has to have grown to be called growing. */
    private static final double GROWTH = 2;

    /** The same for the largest parameter, of at least 1. */
    private static final double GROWTH_OF_PARAMETERS = 10;

    /** Beyond how many times the first loss, of at least 1, there is no way back. */
    private static final double EXPLOSION = 1e12;

    private final Optimizer optimizer;
    private final DoubleList losses;
    private final ImmutableList<NamedParameter> parameters;
    private final double largestAtFirst;

    Trend(Optimizer optimizer, DoubleList losses, ImmutableList<NamedParameter> parameters) {
        this.optimizer = optimizer;
        this.losses = losses;
        this.parameters = parameters;
        this.largestAtFirst = largestParameter();
    }

    private double largestParameter() {
        return parameters
                .collectDouble(named -> largest(named.parameter().value()))
                .maxIfEmpty(0);
    }

    /** The largest absolute value; 0 without elements. */
    static double largest(Tensor tensor) {
        return tensor.shape().size() == 0 ? 0 : tensor.detach().abs().max().item();
    }

    /** That the loss or the parameters grew, if they did. */
    ImmutableList<String> causes() {
        ImmutableList<String> growth = growth();
        return growth.isEmpty() ? growthOfParameters() : growth;
    }

    private ImmutableList<String> growth() {
        double low = Double.POSITIVE_INFINITY;
        double last = Double.NaN;
        int from = Math.max(0, losses.size() - STEPS_BACK);
        for (int i = from; i < losses.size(); i++) {
            if (Double.isFinite(losses.get(i))) {
                last = losses.get(i);
                low = Math.min(low, last);
            }
        }
        return last > GROWTH * Math.max(low, Double.MIN_NORMAL)
                ? Lists.immutable.with("the loss grew from " + brief(low) + " to " + brief(last) + " within the last "
                        + GradusException.counted(losses.size() - from, "step") + ": " + isRateTooHigh())
                : Lists.immutable.empty();
    }

    private ImmutableList<String> growthOfParameters() {
        double largest = largestParameter();
        return largest > GROWTH_OF_PARAMETERS * Math.max(largestAtFirst, 1)
                ? Lists.immutable.with("the largest parameter grew from " + brief(largestAtFirst) + " to "
                        + brief(largest) + ": " + isRateTooHigh())
                : Lists.immutable.empty();
    }

    /**
     * Whether the loss of an epoch and that of its last step are both so far above the first one
     * that nothing is learned.
     */
    boolean explodes(double lossOfEpoch) {
        return Math.min(lossOfEpoch, losses.getLast()) > EXPLOSION * Math.max(Math.abs(losses.getFirst()), 1);
    }

    /** What is asked of the learning rate as it is now. */
    String isRateTooHigh() {
        return "is the learning rate of " + optimizer.learningRate() + " too high?";
    }

    static String brief(double number) {
        return String.format(Locale.ROOT, "%.4g", number);
    }
}
