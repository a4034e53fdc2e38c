package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * How far what a model predicts is from what it should predict, the target, of the same shape and
 * element type. Each loss says what it takes for one element, or one row, and is made by {@code
 * mean()}, {@code sum()} or {@code none()}, which keeps the single losses.
 *
 * {@snippet lang = java :
 * Tensor predicted = model.forward(x);
 * Tensor squared = SquaredError.mean().of(predicted, y);
 * Tensor robust = Huber.sum().delta(2).of(predicted, y);
 * }
 *
 * <p>Unequal shapes are refused: a column of labels against a matrix of outputs would be repeated
 * silently, and the model would learn something else. Who wants that says so with {@link
 * #broadcasting()}. Losses for class numbers are {@link CrossEntropy} and {@link
 * NegativeLogLikelihood}.
 */
public abstract sealed class Loss
        permits AbsoluteError,
                BinaryCrossEntropy,
                BinaryCrossEntropyWithLogits,
                Huber,
                KullbackLeibler,
                NaiveBinaryCrossEntropy,
                SquaredError {
    final LossReduction reduction;
    final boolean broadcasts;

    Loss(LossReduction reduction, boolean broadcasts) {
        this.reduction = reduction;
        this.broadcasts = broadcasts;
    }

    /**
     * The loss of predictions and their targets.
     *
     * @throws ShapeException if the shapes differ and the loss does not broadcast, or do not
     *     broadcast; or if there is nothing to take the mean of
     * @throws ElementTypeException if the element types differ
     * @throws ArgumentException if probabilities, of the losses that take such, are not from 0 to 1
     */
    public final Tensor of(Tensor predicted, Tensor target) {
        if (predicted.dtype() != target.dtype()) {
            throw new ElementTypeException(
                    toString(),
                    "predictions and targets of one element type",
                    predicted.type() + " and " + target.type(),
                    "convert the targets with to(DType." + predicted.dtype() + ")");
        }
        require(predicted, target);
        Shape common = commonShape(predicted.shape(), target.shape());
        Tensor losses = each(predicted.broadcastTo(common), target.broadcastTo(common));
        return reduction.of(name(), losses);
    }

    private Shape commonShape(Shape predicted, Shape target) {
        if (predicted.equals(target)) {
            return predicted;
        }
        if (!broadcasts) {
            throw new ShapeException(
                    toString(),
                    "predictions and targets of one shape",
                    predicted + " and " + target,
                    "reshape one of them, or say broadcasting() to repeat it on purpose");
        }
        return predicted.broadcast(target, toString());
    }

    /** Refuses numbers for which the loss has no meaning. */
    void require(Tensor predicted, Tensor target) {}

    /** NaN passes: where it arose is found later. */
    final void requireProbabilities(Tensor numbers, String what, String hint) {
        if (numbers.shape().size() == 0) {
            return;
        }
        double least = numbers.detach().min().item();
        double most = numbers.detach().max().item();
        if (least < 0 || most > 1) {
            throw new ArgumentException(toString(), what + " from 0 to 1", least < 0 ? least + "" : most + "", hint);
        }
    }

    /** The losses, not reduced, of predictions and targets of the same shape. */
    abstract Tensor each(Tensor predicted, Tensor target);

    /**
     * The same loss, which repeats predictions and targets of unequal shapes along axes as NumPy
     * does: {@code [n, 1]} against {@code [n, 32]}.
     */
    public abstract Loss broadcasting();

    private String name() {
        return getClass().getSimpleName();
    }

    /** Such as {@code SquaredError.mean}. */
    @Override
    public String toString() {
        return reduction.named(name());
    }
}
