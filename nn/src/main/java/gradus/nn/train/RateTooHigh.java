package gradus.nn.train;

import gradus.autodiff.GradusException;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * The loss is above the first one, and the steps are too long: by its slope, a step would lower the
 * loss by a multiple of it. Of a square with minimum 0, a step to the minimum is promised twice the
 * loss, and one that never comes nearer four times. To be above the first loss says little alone,
 * since that may have been small by luck; so the model also has to do worse than one guess for all examples,
 * where that is known.
 */
final class RateTooHigh implements HintRule {
    /** By what factor the loss has to have grown. */
    private static final double GROWTH = 2;

    /** How many times the loss the first step has to be promised. */
    private static final double FIRST = 4;

    /** The same for most of the late ones. */
    private static final double LATE = 1.5;

    /** The error of the late steps, in those of one guess for all examples. */
    private static final double WORSE = 1.2;

    private final RemainingError error = new RemainingError();
    private final MutableDoubleList late = DoubleLists.mutable.empty();
    private double first;

    @Override
    public void taken(TakenStep step) {
        double times = step.loss() > 0 ? step.promised() / step.loss() : 0;
        if (step.isFirst()) {
            boolean isLong = step.way() > Math.max(1, step.size()) / 2; // a loss that is small by luck promises little
            first = isLong ? times : 0;
        } else if (step.isLate()) {
            late.add(times);
            error.add(step.output(), step.batch());
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        double before = epoch.losses().getFirst();
        if (!epoch.plan().endsExplosions() || !(before > 0) || late.isEmpty() || !(error.share() > WORSE)) {
            return null;
        }
        double usual = late.median();
        boolean atOnce = first > FIRST && epoch.lateLoss() > GROWTH * before;
        boolean always = usual > LATE && epoch.lowestLateLoss() > GROWTH * before;
        if (!atOnce && !always) {
            return null;
        }
        String times = atOnce
                ? "the first step was to lower it by " + Trend.brief(first)
                : "half of the late steps were to lower it by " + Trend.brief(usual) + " or more";
        return new Hint(
                "learning rate too high",
                "the loss was " + Trend.brief(before) + " at the first step, and in the last quarter of "
                        + GradusException.counted(epoch.losses().size(), "step") + " "
                        + Trend.brief(epoch.lateLoss()) + " on average, by a rate of " + epoch.rate()
                        + "; by its slope, " + times + " times itself",
                "lower the rate by powers of ten, from a tenth on");
    }
}
