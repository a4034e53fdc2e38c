package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/** What losses make of their single losses, and what they all require. */
final class Reduction {
    private Reduction() {}

    static Tensor mean(String loss, Tensor losses) {
        requireSome(loss, losses);
        return losses.mean();
    }

    /** The mean divides by the sum of the weights; the losses are weighted already. */
    static Tensor weightedMean(String loss, Tensor losses, Tensor weights) {
        requireSome(loss, losses);
        double total = weights.sum().item();
        if (total == 0) {
            throw new ArgumentException(
                    loss + ".mean", "an example whose class has a weight", "weights that sum to 0", "");
        }
        return losses.sum().div(total);
    }

    private static void requireSome(String loss, Tensor losses) {
        if (losses.shape().size() == 0) {
            throw new ShapeException(
                    loss + ".mean", "at least one example", "an empty batch", loss + ".sum is 0 for it");
        }
    }

    static void requireOneType(String loss, Tensor predicted, Tensor target) {
        if (predicted.dtype() != target.dtype()) {
            throw new ElementTypeException(
                    loss,
                    "predictions and targets of one element type",
                    predicted.type() + " and " + target.type(),
                    "convert the targets with to(DType." + predicted.dtype() + ")");
        }
    }

    /** NaN passes: where it arose is found later. */
    static void requireProbabilities(String loss, Tensor numbers, String what, String hint) {
        if (numbers.shape().size() == 0) {
            return;
        }
        double least = numbers.detach().min().item();
        double most = numbers.detach().max().item();
        if (least < 0 || most > 1) {
            throw new ArgumentException(loss, what + " from 0 to 1", (least < 0 ? least : most) + "", hint);
        }
    }
}
