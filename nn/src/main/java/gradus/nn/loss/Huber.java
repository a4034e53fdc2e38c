package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;

/**
 * With d = predicted - target, d²/2 for each element where |d| is at most delta, and delta (|d| -
 * delta/2) beyond, so that outliers pull no harder than delta. Huber, Annals of Mathematical
 * Statistics 35 (1964); PyTorch's {@code HuberLoss}. Delta is 1 unless said otherwise.
 */
public final class Huber extends Loss {
    private final double delta;

    private Huber(LossReduction reduction, boolean broadcasts, double delta) {
        super(reduction, broadcasts);
        this.delta = delta;
    }

    /** The mean of the losses. */
    public static Huber mean() {
        return new Huber(LossReduction.MEAN, false, 1);
    }

    /** The sum of the losses. */
    public static Huber sum() {
        return new Huber(LossReduction.SUM, false, 1);
    }

    /** The losses as they are, in the shape of the predictions. */
    public static Huber none() {
        return new Huber(LossReduction.NONE, false, 1);
    }

    /**
     * The same loss with another border between squares and straight lines.
     *
     * @throws ArgumentException unless it is finite and more than 0
     */
    public Huber delta(double border) {
        if (!(border > 0) || !Double.isFinite(border)) {
            throw new ArgumentException("Huber", "a finite delta of more than 0", border + "", "");
        }
        return new Huber(reduction, broadcasts, border);
    }

    @Override
    public Huber broadcasting() {
        return new Huber(reduction, true, delta);
    }

    @Override
    Tensor each(Tensor predicted, Tensor target) {
        Tensor difference = predicted.sub(target);
        // within delta the clamped part is the difference itself, and q (d - q/2) is its half square
        Tensor clamped = difference.clamp(-delta, delta);
        return clamped.mul(difference.sub(clamped.mul(0.5)));
    }
}
