package gradus.examples.shared;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar that shows how far long work has come. On a terminal it moves; there and elsewhere one line stays when the work is done: what it
 * was, the last note, and how long it took.
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int MILLISECONDS_BETWEEN_UPDATES = 100;

    private final Instant start = Instant.now();
    private final PrintWriter console;
    private final String work;
    private final @Nullable ProgressBar bar;
    private String note = "done";

    Progress(PrintWriter console, String work, long steps) {
        this.console = console;
        this.work = work;
        this.bar = onTerminal() ? bar(work, steps) : null;
    }

    private static boolean onTerminal() {
        // null where input or output is no terminal, or a console that says so: that has differed between JDKs
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static ProgressBar bar(String work, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(work)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_UPDATES)
                .setConsumer(new OneLine())
                .build();
    }

    /**
     * Writes the bar over itself and at the end wipes it out. The library's own consumer ends with an empty line and asks for the
     * terminal's width through native code, of which current JDKs warn.
     */
    private static final class OneLine implements ProgressBarConsumer {
        @Override
        public int getMaxRenderedLength() {
            return WIDTH;
        }

        @Override
        public void accept(String bar) {
            System.out.print("\r" + bar + " ".repeat(Math.max(0, WIDTH - bar.length())));
            System.out.flush();
        }

        @Override
        public void close() {
            accept("");
            System.out.print("\r");
            System.out.flush();
        }
    }

    /** One step is done. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** A word on how it goes, beside the bar. */
    public void note(String text) {
        note = text;
        if (bar != null) {
            bar.setExtraMessage(" " + text);
        }
    }

    /** The work is done. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        console.println(work + ": " + note + String.format(Locale.ROOT, " (%.1f s)", seconds));
        console.flush();
    }
}
