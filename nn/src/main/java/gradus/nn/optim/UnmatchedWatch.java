package gradus.nn.optim;

import gradus.autodiff.Gradients;
import gradus.autodiff.GradusException;
import gradus.autodiff.Parameter;
import gradus.nn.optim.Shares.Share;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Finds from step to step what a loss and an optimizer do not have in common. A parameter that no
 * optimizer was made for is found at the first step. Where one was made, the others may take turns:
 * it is found at the second step if it was changed last before this watch was made, and otherwise at
 * the sixth, if nobody changed it since the first. So of two optimizers that take turns none is
 * found, nor where one takes five steps for one of the other's, as Arjovsky et al., "Wasserstein
 * GAN", 2017, train a critic.
 */
public final class UnmatchedWatch {
    private static final int PATIENCE = 6;

    private final ImmutableList<Parameter> trained;
    private final long made = Shares.now();
    private ImmutableList<Parameter> doubtful = Lists.immutable.empty();
    private long first;
    private int steps;

    /** For the steps of an optimizer of these parameters. */
    public UnmatchedWatch(ImmutableList<Parameter> trained) {
        this.trained = trained;
    }

    /** What is found at the next step, which these gradients are for; to be asked once for each. */
    public Unmatched next(Gradients gradients) {
        if (steps == PATIENCE) {
            return Unmatched.NONE;
        }
        steps++;
        if (steps == 1) {
            first = Shares.now();
            Unmatched all = Unmatched.of(gradients, trained);
            doubtful = all.untrained().select(parameter -> Shares.of(parameter).isTaken());
            return new Unmatched(all.untrained().reject(doubtful::contains), Lists.immutable.empty(), all.unused());
        }
        ImmutableList<Parameter> idle =
                doubtful.select(gradients::dependsOn).select(parameter -> isIdle(Shares.of(parameter)));
        doubtful = steps == PATIENCE ? Lists.immutable.empty() : doubtful.reject(idle::contains);
        return new Unmatched(Lists.immutable.empty(), idle, Lists.immutable.empty());
    }

    private boolean isIdle(Share share) {
        return switch (steps) {
            case 2 -> !share.isPending() && !share.isChangedAfter(made);
            case PATIENCE -> !share.isChangedAfter(first);
            default -> false;
        };
    }

    /** Such as {@code UnmatchedWatch of 4 parameters, 2 steps so far}. */
    @Override
    public String toString() {
        return "UnmatchedWatch of " + GradusException.counted(trained.size(), "parameter") + ", "
                + GradusException.counted(steps, "step") + " so far";
    }
}
