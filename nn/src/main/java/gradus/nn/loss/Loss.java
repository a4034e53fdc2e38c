package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * How far what a model predicts is from what it should predict, the target, of the same shape and
 * element type. A loss is a value that says what it takes for one element, or one row; {@link
 * #mean}, {@link #sum} and {@link #each} say what is made of that.
 *
 * {@snippet lang = java :
 * Tensor predicted = model.forward(x);
 * Tensor squared = new SquaredError().mean(predicted, y);
 * Tensor robust = new Huber().delta(2).sum(predicted, y);
 * Loss hinge = (p, target) -> target.mul(p).neg().add(1).relu(); // one of your own
 * Tensor margin = hinge.mean(predicted, y);
 * }
 *
 * <p>Unequal shapes are refused: a column of labels against a matrix of outputs would be repeated
 * silently, and the model would learn something else. Who wants that says so with {@link
 * #broadcasting()}. Losses for class numbers are {@link CrossEntropy} and {@link
 * NegativeLogLikelihood}.
 */
@FunctionalInterface
public interface Loss {
    /**
     * What a loss is, for predictions and targets that were found to be of the same shape and
     * element type: a number for each element, in their shape, or for each example or row, in a shape
     * that begins with the same axis. It is not reduced: that is what {@link #sum} and {@link #mean}
     * are for.
     *
     * @throws ArgumentException if it has no meaning for such numbers
     */
    Tensor formula(Tensor predicted, Tensor target);

    /**
     * The single losses, not reduced: one for each element, or for each row, as the loss says.
     *
     * @throws ShapeException if the shapes differ
     * @throws ElementTypeException if the element types differ
     * @throws ArgumentException if probabilities, of the losses that take such, are not from 0 to 1;
     *     or if the {@link #formula} gives a single number for several examples
     */
    default Tensor each(Tensor predicted, Tensor target) {
        Reduction.requireOneType(name(), predicted, target);
        if (!predicted.shape().equals(target.shape())) {
            throw new ShapeException(
                    name(),
                    "predictions and targets of one shape",
                    predicted.shape() + " and " + target.shape(),
                    "reshape one of them, or say broadcasting() to repeat it on purpose");
        }
        return Reduction.requireEach(this, predicted, formula(predicted, target));
    }

    /**
     * The sum of the single losses.
     *
     * @throws ShapeException as {@link #each}
     * @throws ElementTypeException likewise
     * @throws ArgumentException likewise
     */
    default Tensor sum(Tensor predicted, Tensor target) {
        return each(predicted, target).sum();
    }

    /**
     * The mean of the single losses: the size of its gradient does not depend on the size of the
     * batch.
     *
     * @throws ShapeException as {@link #each}, or if there is nothing to take the mean of
     * @throws ElementTypeException likewise
     * @throws ArgumentException likewise
     */
    default Tensor mean(Tensor predicted, Tensor target) {
        return Reduction.mean(name(), each(predicted, target));
    }

    /**
     * The same loss, which repeats predictions and targets of unequal shapes along axes as NumPy
     * does: {@code [n, 1]} against {@code [n, 32]}.
     */
    default Loss broadcasting() {
        return new Broadcasting(this);
    }

    /** The name for errors: the class's. */
    default String name() {
        return getClass().isHidden() ? "Loss" : getClass().getSimpleName();
    }
}
