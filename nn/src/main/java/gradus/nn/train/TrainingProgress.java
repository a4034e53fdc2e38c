package gradus.nn.train;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes: in each epoch a {@linkplain Progress bar} with the loss of the last
 * step, the steps per second and the time left, where the output is a terminal; and in any case a
 * line for each epoch when it is done, with all that was measured.
 */
public final class TrainingProgress implements TrainingListener {
    private final PrintWriter lines;
    private @Nullable Progress progress;

    /** Writes to the standard output. */
    public TrainingProgress() {
        this(Progress.standardOutput());
    }

    /** Writes its lines elsewhere. */
    public TrainingProgress(PrintWriter lines) {
        this.lines = lines;
    }

    @Override
    public void step(TrainingStep step) {
        if (progress == null) {
            // -1: the line shows that something moves, but not how far
            progress = Progress.of(
                    "epoch " + step.epoch() + " of " + step.epochs(),
                    step.perEpoch() == 0 ? -1 : step.perEpoch(),
                    lines);
        }
        if (progress.moves()) {
            progress.note(String.format(Locale.ROOT, "loss %.4f", step.loss()));
        }
        progress.step();
    }

    @Override
    public void epoch(Epoch epoch) {
        close(epoch.measured());
    }

    /** Wipes out what moves, so that what follows begins on a line of its own. */
    @Override
    public void failed(Throwable cause) {
        close("ended by " + cause.getClass().getSimpleName());
    }

    private void close(String lastNote) {
        if (progress != null) {
            progress.note(lastNote);
            progress.close();
            progress = null;
        }
    }
}
