package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.jspecify.annotations.Nullable;

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

    /**
     * What a formula gave, if it is not reduced: there is a number for each example, or more. A single
     * row is one example for the losses of rows.
     */
    static Tensor requireEach(Loss loss, Tensor predicted, @Nullable Tensor losses) {
        String need = "a formula that gives one loss for each element or example of " + predicted.shape();
        if (losses == null) {
            throw new ArgumentException(loss.name(), need, "null", "");
        }
        boolean isRow = predicted.shape().rank() == 1 && (loss instanceof ClassLoss || loss instanceof KullbackLeibler);
        boolean hasOne = predicted.shape().size() == 1 && losses.shape().size() == 1;
        boolean hasExamples = predicted.shape().rank() > 0
                && losses.shape().rank() > 0
                && losses.shape().dim(0) == predicted.shape().dim(0);
        if (!isRow && !hasOne && !hasExamples) {
            throw new ArgumentException(
                    loss.name(), need, losses.shape() + "", "leave out its own mean() or sum(): the loss has both");
        }
        return losses;
    }

    static void requireGiven(String loss, String what, @Nullable Object given) {
        if (given == null) {
            throw new ArgumentException(loss, what, "null", "");
        }
    }

    static void requireOneType(String loss, Tensor predicted, Tensor target) {
        requireGiven(loss, "predictions", predicted);
        requireGiven(loss, "targets", target);
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
