package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Locale;

/** What a loss makes of the losses of its elements or examples: one number, or all of them. */
enum LossReduction {
    /** Their mean, or their weighted mean. */
    MEAN,
    /** Their sum. */
    SUM,
    /** They stay as they are. */
    NONE;

    Tensor of(String loss, Tensor losses) {
        return switch (this) {
            case MEAN -> {
                requireSome(loss, losses);
                yield losses.mean();
            }
            case SUM -> losses.sum();
            case NONE -> losses;
        };
    }

    /** The mean divides by the sum of the weights; the losses are weighted already. */
    Tensor ofWeighted(String loss, Tensor losses, Tensor weights) {
        if (this != MEAN) {
            return of(loss, losses);
        }
        requireSome(loss, losses);
        double total = weights.sum().item();
        if (total == 0) {
            throw new ArgumentException(
                    named(loss), "an example whose class has a weight", "weights that sum to 0", "");
        }
        return losses.sum().div(total);
    }

    private void requireSome(String loss, Tensor losses) {
        if (losses.shape().size() == 0) {
            throw new ShapeException(
                    named(loss), "at least one example", "an empty batch", SUM.named(loss) + " is 0 for it");
        }
    }

    /** Such as {@code CrossEntropy.mean}, as users write it. */
    String named(String loss) {
        return loss + "." + name().toLowerCase(Locale.ROOT);
    }
}
