package gradus.nn.train;

import gradus.autodiff.GradusException;
import org.jspecify.annotations.Nullable;

/** The loss of every step in the last quarter is far above that of the first step: each step overshoots. */
final class RateTooHigh implements HintRule {
    /** By what factor the loss has to have grown. */
    private static final double GROWTH = 2;

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        double first = epoch.losses().getFirst();
        double lowest = epoch.lowestLateLoss();
        if (!epoch.plan().endsExplosions() || !(first > 0) || !(lowest > GROWTH * first)) {
            return null;
        }
        return new Hint(
                "learning rate too high",
                "the loss was " + Trend.brief(first) + " at the first step, and in the last quarter of "
                        + GradusException.counted(epoch.losses().size(), "step") + " " + Trend.brief(lowest)
                        + " or more, by a rate of " + epoch.rate(),
                "try a tenth of the rate");
    }
}
