package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.KernelSettings;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the vector loop of one kernel is ready, that is, compiled and faster than the plain one.
 * Until then the plain one runs, for vector code that is not compiled is a hundred times slower;
 * after some work it asks for {@link WarmUpThread}. There the loop is called until the compiler
 * takes it up, and races the plain one now and then, until it wins. Both give the same bits, which
 * is looked at once more before the vector loop takes over. So it makes no difference when that
 * happens, or that threads may learn of it late.
 *
 * <p>The compiler may compile a loop anew later, and then badly, so that every vector becomes an
 * object. So a loop that is used is looked at now and then: it races again. One that has fallen
 * back is taken out: the plain one runs at once, and the loop practices.
 *
 * <p>The compiler counts calls, of which most are on nothing here, to be quick: every vector loop
 * returns at once where there is nothing to do. It must not see too few on real numbers either, or
 * takes the loop for rare, and does not inline what it calls. Vector loops are methods of their own
 * for the same reason: beside the plain loop, which ran a thousand times before, they would look
 * rare.
 */
public final class WarmUpF32 implements WarmUpThread.Exercise {
    /** Calls in a step, at first: the compiler looks at a loop after 200, and again 5,000 later. */
    private static final int MANY = 256;

    /**
     * After so many steps the loop only waits for the compiler, which drops what is not called any
     * more.
     */
    private static final int STEPS_OF_MANY = 24;

    private static final int FEW = MANY / 4;

    /** Calls of the plain loop at first, for each of the vector loop on numbers. */
    private static final int PLAIN = 4;

    /** A race in so many steps, once both loops were called often enough to be compiled. */
    private static final int STEPS_OF_A_RACE = 4;

    /**
     * Races in a inARow that a loop has to win before it takes over, or to lose before it is taken
     * out: one could be chance.
     */
    private static final int IN_A_ROW = 3;

    /**
     * A loop that does not win by this step stays plain for a while, such as where nothing is
     * compiled.
     */
    private static final int LAST_STEP = 10_000;

    /**
     * Less work in all is left to the plain loop. Most take 0.1 to 0.3 seconds for it, about as
     * long as the compiler takes for a vector loop: short programs end before it is worth while.
     */
    private static final long WORTH_WHILE = 1 << 25;

    /** A call takes as much of the work as so many elements. */
    private static final int WORK_OF_A_CALL = 32;

    /** A machine that was too busy to compile may have time later. */
    private static final long WORK_BEFORE_ANOTHER_TRY = 1L << 28;

    /**
     * From a take-over to the first look; each time that all is well the next takes twice as long.
     */
    private static final long FIRST_LOOK_NANOS = 250_000_000;

    private static final long LONGEST_NANOS = 8_000_000_000L;

    private final String name;
    private final Supplier<RaceF32> races;
    private @Nullable RaceF32 race;
    private boolean ready = KernelSettings.isForced();
    private long work;

    /** With more work than this {@link #noteUse} is to be called. */
    private long enough = WORTH_WHILE;

    private boolean asked;
    private boolean won;
    private int step;
    private int inARow;
    private long lookNanos;

    /** A loop that has won, to show the compiler what callers do then. */
    private static final class Example {
        static final WarmUpF32 LOOP = new WarmUpF32("example", () -> {
            throw new IllegalStateException("has won");
        });

        static {
            LOOP.asked = true;
            LOOP.won = true;
        }
    }

    /**
     * For the loop of that name.
     *
     * @param races makes the race, when it is first needed
     */
    public WarmUpF32(String name, Supplier<RaceF32> races) {
        this.name = name;
        this.races = races;
    }

    /** Whether to run the vector loop on so many elements. */
    public boolean isReady(long elements) {
        return ready || isReadyNow(elements);
    }

    /** Those who practice are asked last, so that an example is noted. */
    private boolean isReadyNow(long elements) {
        work += elements + WORK_OF_A_CALL;
        return (work > enough && noteUse()) || WarmUpThread.isHere();
    }

    /** Notes that there is enough work to practice for, or that a loop that has won is in use. */
    private synchronized boolean noteUse() {
        enough = Long.MAX_VALUE;
        ready = won;
        if (!asked) {
            asked = true;
            WarmUpThread.ask(this);
        }
        return ready;
    }

    /** The next caller is to {@linkplain #noteUse note} that the loop is used. */
    private synchronized void forgetUse() {
        ready = false;
        enough = Long.MIN_VALUE;
    }

    @Override
    public long step() {
        try {
            return won ? look() : practice();
        } catch (RuntimeException | Error problem) {
            giveUp();
            throw problem;
        }
    }

    private synchronized void giveUp() {
        won = false;
        ready = false;
    }

    private long practice() {
        step++;
        if (step <= STEPS_OF_MANY) {
            race().practice(MANY, PLAIN);
        } else {
            race().practice(FEW, 0);
        }
        showExample();
        if (step > STEPS_OF_MANY && step % STEPS_OF_A_RACE == 0) {
            inARow = race().isWon() ? inARow + 1 : 0;
        }
        if (inARow < IN_A_ROW && step < LAST_STEP) {
            return 0;
        }
        if (inARow < IN_A_ROW) {
            return rest();
        }
        return race().hasSameBits() ? takeOver() : stayPlain();
    }

    /** For good: the bits come first. */
    private synchronized long stayPlain() {
        giveUp();
        System.getLogger("gradus")
                .log(
                        Level.WARNING,
                        "the vector loop " + name + " on " + float.class + " gives other bits than the plain one"
                                + " with Java " + Runtime.version() + " on " + System.getProperty("os.arch")
                                + "; the plain one goes on");
        return WarmUpThread.DONE;
    }

    /**
     * The compiler takes what it has never seen for impossible, and drops the code of all callers
     * when it happens, with the vector code in them. So it sees here, before the loop wins, what
     * its callers do later.
     */
    private static void showExample() {
        Example.LOOP.forgetUse();
        for (int call = 0; call < IN_A_ROW; call++) {
            Example.LOOP.isReady(1);
        }
    }

    RaceF32 race() {
        if (race == null) {
            race = races.get();
        }
        return race;
    }

    private synchronized long takeOver() {
        won = true;
        ready = true;
        inARow = 0;
        lookNanos = FIRST_LOOK_NANOS;
        return lookNanos;
    }

    private synchronized long rest() {
        step = 0;
        inARow = 0;
        work = -WORK_BEFORE_ANOTHER_TRY;
        enough = WORTH_WHILE;
        asked = false;
        return WarmUpThread.DONE;
    }

    /** A loop that nobody used since the last look is not looked at again before somebody does. */
    private long look() {
        if (!isUsed()) {
            return WarmUpThread.DONE;
        }
        inARow = race().isLost() ? inARow + 1 : 0;
        if (inARow == IN_A_ROW) {
            return takeOut();
        }
        if (inARow == 0) {
            if (!race().hasSameBits()) {
                return stayPlain();
            }
            forgetUse();
            lookNanos = Math.min(2 * lookNanos, LONGEST_NANOS);
        }
        return inARow == 0 ? lookNanos : 0;
    }

    private synchronized boolean isUsed() {
        asked = ready;
        return ready;
    }

    private long takeOut() {
        giveUp();
        step = 0;
        inARow = 0;
        System.getLogger("gradus")
                .log(Level.DEBUG, "the vector loop " + name + " has become slow; plain again; ns: " + race().times());
        return 0;
    }
}
