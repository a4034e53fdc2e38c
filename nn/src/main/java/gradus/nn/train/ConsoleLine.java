package gradus.nn.train;

import java.io.PrintStream;

/** The current line of a terminal, written over itself. */
final class ConsoleLine {
    private static final int WIDTH = 79;

    private final PrintStream terminal;

    ConsoleLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** How many characters a line may have. */
    int width() {
        return WIDTH;
    }

    /** Shows a text in place of the one before; what is too long is cut off. */
    void show(String text) {
        String shown = text.length() <= WIDTH ? text : text.substring(0, WIDTH);
        terminal.print("\r" + shown + " ".repeat(WIDTH - shown.length()));
        terminal.flush();
    }

    /** Wipes the line out, so that what follows begins on it. */
    void wipe() {
        show("");
        terminal.print("\r");
        terminal.flush();
    }
}
