package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.util.function.IntPredicate;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * The parameters hardly moved and the loss stayed, though it slopes: down the mean gradient of the
 * last steps, a hundredth of the parameters' size would lower it. Where a training has found its end,
 * the gradients of the steps cancel. Parameters without a gradient are left out.
 */
final class RateTooLow implements HintRule {
    /** Less than this part of the parameters' size is hardly a movement. */
    private static final double STILL = 1e-4;

    /** A loss that changes by less than this part of it stays. */
    private static final double FLAT = 0.01;

    /** The part of their size that the parameters might move. */
    private static final double MOVE = 0.01;

    private @Nullable ImmutableList<Tensor> sum;
    private int steps;

    @Override
    public void observe(ObservedStep step) {
        if (!step.isFirst()) {
            ImmutableList<Tensor> gradients = step.trained().collect(step.gradients()::of);
            @Nullable ImmutableList<Tensor> before = sum;
            sum = before == null
                    ? gradients
                    : gradients.collectWithIndex((gradient, i) -> before.get(i).add(gradient));
            steps++;
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        boolean rises = epoch.rate() > epoch.firstRate(); // a warm-up begins low
        if (sum == null || rises) {
            return null;
        }
        ImmutableList<Tensor> gradients = sum;
        IntPredicate learns = i -> FirstEpoch.norm(Lists.immutable.with(gradients.get(i))) > 0;
        double size = epoch.size(learns);
        double moved = epoch.movement(learns) / size;
        double gain = MOVE * size * FirstEpoch.norm(gradients) / steps;
        double loss = Math.abs(epoch.lateLoss());
        boolean stays = moved < STILL && gain * moved / MOVE < FLAT * loss;
        if (!stays || !(gain > FLAT * loss)) {
            return null;
        }
        return new Hint(
                "learning rate too low",
                GradusException.counted(epoch.losses().size(), "step") + " by a rate of " + epoch.rate()
                        + " moved the parameters by " + Trend.brief(moved) + " of their size, and the loss stayed at "
                        + Trend.brief(epoch.lateLoss())
                        + "; 0.01 of their size down the gradient would lower it by about "
                        + Trend.brief(gain),
                "raise the rate by powers of ten until the loss falls");
    }
}
