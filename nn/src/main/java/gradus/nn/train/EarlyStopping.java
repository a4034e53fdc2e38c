package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Ends training when it no longer gets better, and goes back to the best epoch. Unless told
 * otherwise it watches the validation loss.
 *
 * @param watched the name of what it watches, as in {@link Epoch}
 * @param highest whether more is better
 * @param patience after how many epochs without a better one it ends training
 * @param minDelta by how much more than this an epoch has to be better to count
 * @param restoresBest whether the model gets the parameters and buffers of the best epoch at the
 *     end
 */
public record EarlyStopping(String watched, boolean highest, int patience, double minDelta, boolean restoresBest) {

    /**
     * When to stop.
     *
     * @throws ArgumentException unless the patience is 1 or more, and the least difference finite
     *     and 0 or more
     */
    public EarlyStopping {
        if (patience < 1) {
            throw new ArgumentException("EarlyStopping", "a patience of 1 epoch or more", patience + "", "");
        }
        if (!(minDelta >= 0 && Double.isFinite(minDelta))) {
            throw new ArgumentException(
                    "EarlyStopping.minDelta", "a finite difference of 0 or more", minDelta + "", "");
        }
    }

    /**
     * Stops after so many epochs of which none had a lower validation loss than the best before.
     */
    public static EarlyStopping patience(int epochs) {
        return new EarlyStopping(Epoch.VALIDATION_LOSS, false, epochs, 0, true);
    }

    /** Watches a number of which less is better. */
    public EarlyStopping lowest(String name) {
        return new EarlyStopping(name, false, patience, minDelta, restoresBest);
    }

    /** Watches a number of which more is better, such as {@code "validation accuracy"}. */
    public EarlyStopping highest(String name) {
        return new EarlyStopping(name, true, patience, minDelta, restoresBest);
    }

    /** Takes an epoch for better only if it is by more than this. */
    public EarlyStopping minDelta(double difference) {
        return new EarlyStopping(watched, highest, patience, difference, restoresBest);
    }

    /** Leaves the model with the parameters of the last epoch. */
    public EarlyStopping keepingLast() {
        return new EarlyStopping(watched, highest, patience, minDelta, false);
    }

    /** What decides which epoch is the best, and what becomes of it. */
    String inWords() {
        return (highest ? "highest " : "lowest ")
                + watched
                + (minDelta == 0 ? "" : " by more than " + minDelta)
                + (restoresBest ? "" : ", keeping the last");
    }

    /** Refuses to watch what is not measured. */
    void requireMeasured(ImmutableList<String> names) {
        if (!names.contains(watched)) {
            boolean ofValidation = watched.startsWith(Epoch.VALIDATION);
            String metric = ofValidation ? watched.substring(Epoch.VALIDATION.length()) : watched;
            boolean lacksValidation = ofValidation && !names.contains(Epoch.VALIDATION_LOSS);
            throw new ArgumentException(
                    "EarlyStopping",
                    "one of " + names.makeString(),
                    watched,
                    Lists.immutable
                            .with(
                                    lacksValidation ? "validation(data) measures on a validation set" : "",
                                    names.contains(metric) ? "" : howToMeasure(metric))
                            .reject(String::isEmpty)
                            .makeString(" and "));
        }
    }

    private static String howToMeasure(String name) {
        boolean isOfValidation = name.startsWith("val_") || name.startsWith("val ");
        return isOfValidation
                ? "of the validation set it is called \"" + Epoch.VALIDATION + name.substring(4) + "\""
                : "metric(\"" + name + "\", ...) would measure it";
    }

    /**
     * The number of the best epoch: the first of equals; 0 without any. NaN is worse than any
     * number.
     */
    int best(ImmutableList<Epoch> epochs) {
        int best = 0;
        double value = Double.NaN;
        for (Epoch epoch : epochs) {
            double next = epoch.get(watched);
            double gain = highest ? next - value : value - next;
            if (best == 0 || (Double.isNaN(value) ? !Double.isNaN(next) : gain > minDelta)) {
                best = epoch.number();
                value = next;
            }
        }
        return best;
    }

    boolean stops(ImmutableList<Epoch> epochs) {
        return epochs.size() - best(epochs) >= patience;
    }
}
