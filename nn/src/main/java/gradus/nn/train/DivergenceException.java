package gradus.nn.train;

import org.jspecify.annotations.Nullable;

/**
 * Training met a NaN or an infinity, or is on its way there: the loss of an epoch and that of its
 * last step are a trillion times the first loss, or more. The message is one line: {@code training:
 * needs finite numbers, got a loss of NaN at step 214 (epoch 3); ...} and then the layer and the
 * likely causes.
 */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;
    private final int epoch;
    private final String quantity;
    private final @Nullable String operation;
    private final @Nullable String layer;

    DivergenceException(String got, long step, int epoch, String quantity, Origin place, String causes) {
        super("training: needs finite numbers, got " + got + " at step " + step + " (epoch " + epoch + ")"
                + (causes.isEmpty() ? "" : "; " + causes));
        this.step = step;
        this.epoch = epoch;
        this.quantity = quantity;
        this.operation = place.operation();
        this.layer = place.layer();
    }

    /**
     * The number of the step, from 1: the one that was not taken, where the loss or a gradient is
     * not finite; the one that made a parameter infinite; or the last one before the validation.
     */
    public long step() {
        return step;
    }

    /** The number of the epoch, from 1. */
    public int epoch() {
        return epoch;
    }

    /**
     * What was not finite: {@code loss}, {@code validation loss}, {@code gradient of 0.weight} or
     * {@code parameter 0.weight}, with the parameter's full name.
     */
    public String quantity() {
        return quantity;
    }

    /**
     * The operation in which the first number that is not finite was born, such as {@code log}, if
     * that could be found.
     */
    public @Nullable String operation() {
        return operation;
    }

    /**
     * The innermost layer in which it was born, as in the names of its parameters: {@code 2}, if it
     * was in a layer and that could be found.
     */
    public @Nullable String layer() {
        return layer;
    }
}
