package gradus.nn.train;

import java.util.function.LongSupplier;

/** How many steps of how many are done, and the last note. */
final class PlainLine implements ProgressLine {
    private static final long NANOSECONDS_BETWEEN_UPDATES = 100_000_000;

    private final String work;
    private final long steps;
    private final ConsoleLine console;
    private final LongSupplier clock;
    private long done;
    private long shown;
    private String note = "";

    /**
     * A line that has been shown once.
     *
     * @param clock tells the nanoseconds, from any beginning
     */
    PlainLine(String work, long steps, ConsoleLine console, LongSupplier clock) {
        this.work = work;
        this.steps = steps;
        this.console = console;
        this.clock = clock;
        this.shown = clock.getAsLong();
        show();
    }

    @Override
    public void step() {
        done++;
        update();
    }

    @Override
    public void note(String text) {
        note = text;
        update();
    }

    private void update() {
        long now = clock.getAsLong();
        if (now - shown >= NANOSECONDS_BETWEEN_UPDATES) {
            shown = now;
            show();
        }
    }

    private void show() {
        console.show(work + ": " + done + (steps < 0 ? "" : " of " + steps) + (note.isEmpty() ? "" : ", " + note));
    }

    @Override
    public void close() {
        console.wipe();
    }
}
