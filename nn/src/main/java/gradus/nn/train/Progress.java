package gradus.nn.train;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar that shows how far long work has come, how fast it is and how long it will take. On a
 * terminal it moves; there and elsewhere one line stays when the work is done: what it was, the
 * last note, and how long it took.
 *
 * {@snippet lang = java :
 * try (var progress = Progress.of("reading", files.size())) {
 *     for (var file : files) {
 *         read(file);
 *         progress.step();
 *     }
 * }
 * }
 */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 79;
    private static final int MILLISECONDS_BETWEEN_UPDATES = 100;

    private final long start = System.nanoTime();
    private final PrintWriter lines;
    private final String work;
    private final @Nullable ProgressBar bar;
    private String note = "done";

    private Progress(PrintWriter lines, String work, long steps, boolean moves) {
        this.lines = lines;
        this.work = work;
        this.bar = moves ? bar(work, steps) : null;
    }

    /** Begins work of so many steps; what stays of it goes to the standard output. */
    public static Progress of(String work, long steps) {
        return of(work, steps, standardOutput());
    }

    /** As {@link #of(String, long)}, but what stays of it goes to {@code lines}. */
    public static Progress of(String work, long steps, PrintWriter lines) {
        return new Progress(lines, work, steps, isOnTerminal());
    }

    static PrintWriter standardOutput() {
        return new PrintWriter(System.out, true, Charset.defaultCharset());
    }

    private static boolean isOnTerminal() {
        // null where input or output is no terminal, or a console that says so: that has differed between JDKs
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static ProgressBar bar(String work, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(work)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_UPDATES)
                .showSpeed()
                .setConsumer(new OneLine())
                .build();
    }

    /**
     * Writes the bar over itself and at the end wipes it out. The library's own consumer ends with
     * an empty line and asks for the terminal's width through native code, of which current JDKs
     * warn.
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

    /** Whether there is a bar to be seen. */
    boolean moves() {
        return bar != null;
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
        double seconds = (System.nanoTime() - start) * 1e-9;
        lines.println(work + ": " + note + String.format(Locale.ROOT, " (%.1f s)", seconds));
        lines.flush();
    }
}
