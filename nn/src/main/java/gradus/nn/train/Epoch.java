package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.io.Serializable;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/**
 * What was measured in an epoch: its number from 1 and its numbers by name, as {@link History} lists them.
 *
 * @param number from 1
 * @param names the same in every epoch of a run
 * @param values one for each name
 */
public record Epoch(int number, ImmutableList<String> names, ImmutableDoubleList values) implements Serializable {
    /** The mean over the examples of the loss of their batch, as it was when its step was taken. */
    public static final String LOSS = "loss";

    /** What the names of numbers of the validation set begin with. */
    static final String VALIDATION = "validation ";

    /** As {@link #LOSS}, of the validation set after the epoch. */
    public static final String VALIDATION_LOSS = VALIDATION + LOSS;

    /** The learning rate of the epoch's last step. */
    public static final String LEARNING_RATE = "learning rate";

    /** How long it took, in seconds. */
    public static final String SECONDS = "seconds";

    /**
     * The number of that name.
     *
     * @throws ArgumentException if it was not measured
     */
    public double get(String name) {
        int place = names.indexOf(name);
        if (place < 0) {
            boolean lacksValidation = name.startsWith(VALIDATION) && !names.contains(VALIDATION_LOSS);
            throw new ArgumentException(
                    "epoch",
                    "one of " + names.makeString(),
                    name,
                    lacksValidation ? "validation(data) measures on a validation set" : "");
        }
        return values.get(place);
    }

    /** The loss. */
    public double loss() {
        return get(LOSS);
    }

    /**
     * The loss of the validation set.
     *
     * @throws ArgumentException if there was none
     */
    public double validationLoss() {
        return get(VALIDATION_LOSS);
    }

    /** Such as {@code loss 0.1432, accuracy 0.9566}: all but how long it took. */
    String measured() {
        return names.zip(values.collect(value -> value))
                .reject(pair -> pair.getOne().equals(SECONDS))
                .collect(pair -> pair.getOne() + " " + String.format(Locale.ROOT, "%.4g", pair.getTwo()))
                .makeString();
    }

    /** Such as {@code epoch 3: loss 0.1432, accuracy 0.9566}. */
    @Override
    public String toString() {
        return "epoch " + number + ": " + measured();
    }
}
