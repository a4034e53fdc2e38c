package gradus.nn.train;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work has come. On a terminal a bar moves, with the speed and the time left;
 * without the library of the bar, {@code me.tongfei:progressbar}, plain numbers do. There and
 * elsewhere one line stays when the work is done: what it was, the last note, and how long it took.
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
    private final long start = System.nanoTime();
    private final PrintWriter lines;
    private final String work;
    private final @Nullable ProgressLine line;
    private String note = "done";

    private Progress(PrintWriter lines, String work, @Nullable ProgressLine line) {
        this.lines = lines;
        this.work = work;
        this.line = line;
    }

    /** Begins work of so many steps; what stays of it goes to the standard output. */
    public static Progress of(String work, long steps) {
        return of(work, steps, standardOutput());
    }

    /** As {@link #of(String, long)}, but what stays of it goes to {@code lines}. */
    public static Progress of(String work, long steps, PrintWriter lines) {
        return isOnTerminal()
                ? moving(work, steps, lines, new ConsoleLine(System.out))
                : new Progress(lines, work, null);
    }

    /** As on a terminal. */
    static Progress moving(String work, long steps, PrintWriter lines, ConsoleLine console) {
        return new Progress(lines, work, ProgressLine.of(work, steps, console));
    }

    static PrintWriter standardOutput() {
        return new PrintWriter(System.out, true, Charset.defaultCharset());
    }

    private static boolean isOnTerminal() {
        // null where input or output is no terminal, or a console that says so: that has differed between JDKs
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Whether there is a line that moves. */
    boolean moves() {
        return line != null;
    }

    /** One step is done. */
    public void step() {
        if (line != null) {
            line.step();
        }
    }

    /** A word on how it goes, beside the steps. */
    public void note(String text) {
        note = text;
        if (line != null) {
            line.note(text);
        }
    }

    /** The work is done. */
    @Override
    public void close() {
        if (line != null) {
            line.close();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        lines.println(work + ": " + note + String.format(Locale.ROOT, " (%.1f s)", seconds));
        lines.flush();
    }
}
