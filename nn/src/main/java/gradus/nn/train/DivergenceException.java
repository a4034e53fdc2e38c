package gradus.nn.train;

import org.jspecify.annotations.Nullable;

/**
 * Training met a NaN or an infinity. The message is one line: {@code training: needs finite numbers, got a loss of NaN at step 214 (epoch 3);
 * ...} and then the likely causes.
 */
public final class DivergenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;
    private final int epoch;
    private final String quantity;
    private final @Nullable String operation;

    DivergenceException(long step, int epoch, String got, String quantity, @Nullable String operation, String causes) {
        super("training: needs finite numbers, got " + got + " at step " + step + " (epoch " + epoch + "); " + causes);
        this.step = step;
        this.epoch = epoch;
        this.quantity = quantity;
        this.operation = operation;
    }

    /** The number of the step, from 1, that was not taken. */
    public long step() {
        return step;
    }

    /** The number of the epoch, from 1. */
    public int epoch() {
        return epoch;
    }

    /** What was not finite: {@code loss}, {@code gradient of 0.weight} or {@code parameter 0.weight}, with the parameter's full name. */
    public String quantity() {
        return quantity;
    }

    /** The operation in which the first number that is not finite was born, such as {@code log}, if that could be found. */
    public @Nullable String operation() {
        return operation;
    }
}
