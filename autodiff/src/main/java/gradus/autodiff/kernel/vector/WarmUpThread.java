package gradus.autodiff.kernel.vector;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread on which vector loops run for practice, so that the compiler sees them: until it has,
 * they take a hundred times as long as plain loops. All loops that were asked for take turns, with
 * pauses in which the compiler works. The thread ends when nothing is left to do and never keeps
 * the program alive. See {@link WarmUpF32}.
 */
public final class WarmUpThread extends Thread {
    /** What {@link Exercise#step} returns after the last step. */
    public static final long DONE = -1;

    /** Something that is done in small steps. */
    public interface Exercise {
        /**
         * Takes one step of well under a millisecond.
         *
         * @return the nanoseconds until the next, which are 0 for the next turn, or {@link #DONE}
         */
        long step();
    }

    private static final LinkedBlockingQueue<Exercise> ASKED = new LinkedBlockingQueue<>();
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static @Nullable WarmUpThread running;

    private final List<Turn> turns = new ArrayList<>();

    /** An exercise and when it is its turn. */
    private static final class Turn {
        private final Exercise exercise;
        private long at = System.nanoTime();

        Turn(Exercise exercise) {
            this.exercise = exercise;
        }

        /** The nanoseconds until it is due. */
        long nanosFrom(long now) {
            return at - now;
        }

        /** Takes a step if it is due; whether it was the last. One that fails is given up. */
        boolean isLast() {
            long now = System.nanoTime();
            if (nanosFrom(now) > 0) {
                return false;
            }
            try {
                long pause = exercise.step();
                at = now + pause;
                return pause == DONE;
            } catch (RuntimeException | Error problem) {
                System.getLogger("gradus")
                        .log(Level.WARNING, "a loop failed in practice; the plain one goes on", problem);
                return true;
            }
        }
    }

    private WarmUpThread() {
        super(null, null, "gradus-practice", 0, false); // the caller's thread locals are none of its business
        setDaemon(true);
    }

    /** Whether the caller practices: then vector loops run, ready or not. */
    static boolean isHere() {
        return Thread.currentThread() instanceof WarmUpThread;
    }

    /** Runs the exercise on this thread, step by step, in turn with others that were asked for. */
    public static synchronized void ask(Exercise exercise) {
        ASKED.add(exercise);
        if (running == null) {
            WarmUpThread thread = new WarmUpThread();
            try {
                thread.start();
                running = thread;
            } catch (OutOfMemoryError noThreadLeft) { // the system allows no more now: the next to ask tries again
                System.getLogger("gradus").log(Level.DEBUG, "no thread to practice on", noThreadLeft);
            }
        }
    }

    @Override
    public void run() {
        while (true) {
            @Nullable Exercise next = next();
            if (next != null) {
                turns.add(new Turn(next));
            } else if (turns.isEmpty()) {
                return;
            }
            turns.removeIf(Turn::isLast);
        }
    }

    /** What was asked for; null when a turn is due, or where there are none and nobody asks for long. */
    private @Nullable Exercise next() {
        try {
            @Nullable Exercise next = ASKED.poll(patience(), TimeUnit.NANOSECONDS);
            return next == null && turns.isEmpty() ? lastLook() : next;
        } catch (InterruptedException _) {
            return turns.isEmpty() ? lastLook() : null;
        }
    }

    private long patience() {
        long now = System.nanoTime();
        long patience = PATIENCE_NANOS;
        for (Turn turn : turns) {
            patience = Math.min(patience, Math.max(PAUSE_NANOS, turn.nanosFrom(now)));
        }
        return patience;
    }

    private static synchronized @Nullable Exercise lastLook() {
        @Nullable Exercise next = ASKED.poll();
        if (next == null) {
            running = null;
        }
        return next;
    }
}
