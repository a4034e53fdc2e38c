package gradus.autodiff.kernel.vector;

import java.lang.System.Logger.Level;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * A thread on which vector loops run for practice, so that the compiler sees them: until it has,
 * they take a hundred times as long as plain loops. All loops that were asked for take turns, with
 * pauses in which the compiler works. The thread ends when nothing is left to do and never keeps
 * the program alive. See {@link WarmUpF32}.
 */
public final class WarmUpThread extends Thread {
    /** Something that is done in small steps. */
    public interface Exercise {
        /** Takes one step of well under a millisecond; true if it was the last. */
        boolean step();
    }

    private static final LinkedBlockingQueue<Exercise> ASKED = new LinkedBlockingQueue<>();
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long PATIENCE_SECONDS = 10;

    private static @Nullable WarmUpThread running;

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
        MutableList<Exercise> exercises = Lists.mutable.empty();
        while (true) {
            if (exercises.isEmpty()) {
                @Nullable Exercise next = next();
                if (next == null) {
                    return;
                }
                exercises.add(next);
            }
            ASKED.drainTo(exercises);
            exercises.removeIf(WarmUpThread::isDone);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** One that fails is given up, and keeps nobody else from practicing. */
    private static boolean isDone(Exercise exercise) {
        try {
            return exercise.step();
        } catch (RuntimeException | Error problem) {
            System.getLogger("gradus").log(Level.WARNING, "a loop failed in practice; the plain one goes on", problem);
            return true;
        }
    }

    private static @Nullable Exercise next() {
        try {
            @Nullable Exercise next = ASKED.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return next == null ? lastLook() : next;
        } catch (InterruptedException _) {
            return lastLook();
        }
    }

    private static synchronized @Nullable Exercise lastLook() {
        @Nullable Exercise next = ASKED.poll();
        if (next == null) {
            running = null;
        }
        return next;
    }
}
