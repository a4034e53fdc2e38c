package gradus.laws;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says which law is being checked, and every ten seconds how far it is: at large the laws take minutes. */
final class LawProgress {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private final LongSupplier clock;
    private String law = "";
    private int tries;
    private long said;

    LawProgress(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    /** To be called before each try of a law for so many operators. */
    synchronized void tries(String name, int operators) {
        long now = clock.getAsLong();
        if (!name.equals(law)) {
            law = name;
            tries = 0;
            say(now, "for " + operators + (operators == 1 ? " operator" : " operators"));
        } else if (now - said >= PAUSE) {
            say(now, "after " + tries + " tries");
        }
        tries++;
    }

    private void say(long now, String what) {
        said = now;
        out.println("law \"" + law + "\" " + what);
    }
}
