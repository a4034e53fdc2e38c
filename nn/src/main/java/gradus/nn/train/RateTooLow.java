package gradus.nn.train;

import gradus.autodiff.GradusException;
import org.jspecify.annotations.Nullable;

/**
 * A step lowers the loss by less than a millionth of it, though the loss slopes: the gradients of the
 * steps agree on a direction. Where a training has found its end they do not.
 */
final class RateTooLow implements HintRule {
    /** A step that lowers the loss by less than this part of it is nearly none. */
    private static final double SLOW = 1e-6;

    /** So many steps are looked at where the first was slow: gradients of small batches are mostly chance. */
    private static final int STEPS = 200;

    /** What chance does not reach. */
    private static final double STANDARD_ERRORS = 4;

    /** The part of the loss that should be there to gain. */
    private static final double REDUCIBLE = 0.05;

    /** The error, as a part of that of one guess for all examples, from which on a model has learned. */
    private static final double LEARNED = 0.15;

    /** How far the loss is from 0, down the slope, in sizes of the parameters, or in ones if these are smaller. */
    private static final double NEAR = 0.01;

    private static final double FAR = 1000;

    /** The same where all examples are taken at once, and chance tells nothing. */
    private static final double FAR_AT_ONCE = 100;

    /** So many standard errors are no question of chance. */
    private static final double NO_CHANCE = 1000;

    private final GradientAgreement agreement = new GradientAgreement();
    private final RemainingError error = new RemainingError();
    private boolean isSlow;
    private double promised;
    private double losses;
    private double size;

    @Override
    public boolean wantsMore() {
        return isSlow && agreement.steps() < STEPS;
    }

    @Override
    public void taken(TakenStep step) {
        if (step.isFirst()) {
            isSlow = step.promised() < SLOW * Math.abs(step.loss());
            size = step.size();
        }
        if (isSlow && step.gradients().notEmpty()) {
            agreement.add(step.gradients(), step.batch().size());
            error.add(step.output(), step.batch());
            promised += step.promised();
            losses += Math.abs(step.loss());
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        boolean rises = epoch.highestRate() > epoch.firstRate(); // a warm-up begins low
        if (!isSlow || rises || !(promised < SLOW * losses) || !(error.share() >= LEARNED)) {
            return null;
        }
        double loss = losses / agreement.steps();
        double distance = loss / agreement.norm() / Math.max(1, size);
        boolean slopes = agreement.standardErrors() > STANDARD_ERRORS
                && agreement.reducible() > REDUCIBLE
                && distance > NEAR
                && distance < (agreement.standardErrors() < NO_CHANCE ? FAR : FAR_AT_ONCE);
        return slopes ? hint(epoch, loss) : null;
    }

    private Hint hint(FirstEpoch epoch, double loss) {
        double standardErrors = agreement.standardErrors();
        return new Hint(
                "learning rate too low",
                "by its slope a step lowers the loss of " + Trend.brief(loss) + " by about "
                        + Trend.brief(promised / agreement.steps()) + ", by a rate of " + epoch.rate()
                        + ", though the gradients of " + GradusException.counted(agreement.steps(), "step")
                        + " agree on a direction"
                        + (standardErrors < NO_CHANCE
                                ? " (" + Trend.brief(standardErrors) + " standard errors from chance)"
                                : ""),
                "raise the rate by powers of ten until the loss falls");
    }
}
