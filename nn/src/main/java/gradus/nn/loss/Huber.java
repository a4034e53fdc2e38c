package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;

/**
 * With d = predicted - target, d²/2 for each element where |d| is at most delta, and delta (|d| -
 * delta/2) beyond, so that outliers pull no harder than delta. Huber, Annals of Mathematical
 * Statistics 35 (1964); PyTorch's {@code HuberLoss}. Delta is 1 unless said otherwise.
 *
 * @param delta the border between squares and straight lines, finite and more than 0
 */
public record Huber(double delta) implements Loss {

    /** @throws ArgumentException unless delta is finite and more than 0 */
    public Huber {
        if (!(delta > 0) || !Double.isFinite(delta)) {
            throw new ArgumentException("Huber", "a finite delta of more than 0", delta + "", "");
        }
    }

    /** The loss with a delta of 1. */
    public Huber() {
        this(1);
    }

    /**
     * The same loss with another border between squares and straight lines.
     *
     * @throws ArgumentException unless it is finite and more than 0
     */
    public Huber delta(double border) {
        return new Huber(border);
    }

    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        Tensor difference = predicted.sub(target);
        // within delta the clamped part is the difference itself, and q (d - q/2) is its half square
        Tensor clamped = difference.clamp(-delta, delta);
        return clamped.mul(difference.sub(clamped.mul(0.5)));
    }
}
