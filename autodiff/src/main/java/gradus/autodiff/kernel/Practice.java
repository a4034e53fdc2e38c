package gradus.autodiff.kernel;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread on which vector loops run for practice, so that the compiler sees them: until it has, they take a hundred times as long as
 * plain loops. It ends when nothing is left to do and never keeps the program alive. See {@link ReadinessF32}.
 */
final class Practice extends Thread {
    private static final LinkedBlockingQueue<Runnable> ASKED = new LinkedBlockingQueue<>();
    private static final long PATIENCE_SECONDS = 10;

    private static @Nullable Practice running;

    private Practice() {
        super("gradus-practice");
        setDaemon(true);
    }

    /** Whether the caller practises: then vector loops run, ready or not. */
    static boolean isHere() {
        return Thread.currentThread() instanceof Practice;
    }

    /** Runs {@code loops} on this thread, one after the other with others that were asked for. */
    static synchronized void ask(Runnable loops) {
        ASKED.add(loops);
        if (running == null) {
            running = new Practice();
            running.start();
        }
    }

    @Override
    public void run() {
        while (true) {
            @Nullable Runnable loops = next();
            if (loops == null) {
                return;
            }
            loops.run();
        }
    }

    private static @Nullable Runnable next() {
        try {
            @Nullable Runnable loops = ASKED.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return loops == null ? lastLook() : loops;
        } catch (InterruptedException _) {
            return lastLook();
        }
    }

    private static synchronized @Nullable Runnable lastLook() {
        @Nullable Runnable loops = ASKED.poll();
        if (loops == null) {
            running = null;
        }
        return loops;
    }
}
