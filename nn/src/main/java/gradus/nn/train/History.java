package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import java.io.Serializable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/**
 * How a training went.
 *
 * @param epochs in order
 * @param stepLosses the loss of each step's batch, before the step
 * @param kept the number of the epoch whose parameters the model has: the last one, unless early
 *     stopping went back to a better one; 0 if there was none
 * @param hints what looked like a mistake
 */
public record History(ImmutableList<Epoch> epochs, ImmutableDoubleList stepLosses, int kept, ImmutableList<Hint> hints)
        implements Serializable {

    /** Without hints. */
    public History(ImmutableList<Epoch> epochs, ImmutableDoubleList stepLosses, int kept) {
        this(epochs, stepLosses, kept, Lists.immutable.empty());
    }

    /** The numbers of one name, epoch by epoch. */
    public ImmutableDoubleList column(String name) {
        return epochs.collectDouble(epoch -> epoch.get(name));
    }

    /**
     * The last epoch.
     *
     * @throws ArgumentException if there was none
     */
    public Epoch last() {
        requireEpoch("History.last");
        return epochs.getLast();
    }

    /**
     * The epoch whose parameters the model has.
     *
     * @throws ArgumentException if there was none
     */
    public Epoch keptEpoch() {
        requireEpoch("History.keptEpoch");
        return epochs.get(kept - 1);
    }

    private void requireEpoch(String method) {
        if (epochs.isEmpty()) {
            throw new ArgumentException(method, "at least one epoch", "none", "");
        }
    }

    /** Comma-separated values (RFC 4180): a line for each epoch, the numbers in full. */
    public String csv() {
        ImmutableList<String> names = epochs.isEmpty() ? Lists.immutable.empty() : last().names();
        return names.collect(History::quoted).makeString("epoch,", ",", "\n")
                + epochs.collect(epoch -> epoch.values().makeString(epoch.number() + ",", ",", "\n"))
                        .makeString("");
    }

    private static String quoted(String name) {
        boolean plain = name.indexOf(',') < 0 && name.indexOf('"') < 0 && name.indexOf('\n') < 0;
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Comma-separated values: the number and the loss of each step. */
    public String stepsCsv() {
        StringBuilder lines = new StringBuilder("step,loss\n");
        stepLosses.forEachWithIndex((loss, index) ->
                lines.append(index + 1).append(',').append(loss).append('\n'));
        return lines.toString();
    }

    /** A line for each epoch and each hint; what each step's loss was is in {@link #stepsCsv}. */
    @Override
    public String toString() {
        return GradusException.counted(epochs.size(), "epoch") + ", "
                + GradusException.counted(stepLosses.size(), "step") + ", kept epoch " + kept
                + epochs.collect(epoch -> "\n" + epoch).makeString("")
                + hints.collect(hint -> "\nhint: " + hint).makeString("");
    }
}
