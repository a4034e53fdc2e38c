package gradus.nn.train;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with the speed and the time left. The only class that knows the library of the bar, which
 * may be absent: then none of this class can be made.
 */
final class BarLine implements ProgressLine {
    private static final int MILLISECONDS_BETWEEN_UPDATES = 100;

    private final OneLine line;
    private final ProgressBar bar;

    BarLine(String work, long steps, ConsoleLine console) {
        this.line = new OneLine(console);
        this.bar = new ProgressBarBuilder()
                .setTaskName(work)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_UPDATES)
                .showSpeed()
                .setConsumer(line)
                .build();
    }

    /**
     * The library's own consumer ends with an empty line and asks for the terminal's width through
     * native code, of which current JDKs warn. The library draws in threads of its own, and does
     * not close this one when the work ends before it was drawn: so the bar does, and nothing is
     * drawn after that.
     */
    private static final class OneLine implements ProgressBarConsumer {
        private final ConsoleLine console;
        private boolean closed;

        OneLine(ConsoleLine console) {
            this.console = console;
        }

        @Override
        public int getMaxRenderedLength() {
            return console.width();
        }

        @Override
        public synchronized void accept(String bar) {
            if (!closed) {
                console.show(bar);
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                console.wipe();
            }
        }
    }

    @Override
    public void step() {
        bar.step();
    }

    @Override
    public void note(String text) {
        bar.setExtraMessage(" " + text);
    }

    @Override
    public void close() {
        bar.close();
        line.close();
    }
}
