package gradus.autodiff.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the independent parts of one large loop on idle cores. The caller works too, so that a loop never waits for a thread
 * that is busy elsewhere: if nobody helps, the caller does all of it. Cores are shared among the callers of the last few milliseconds, so several
 * trainings at once do not fight over them. Works from any thread, virtual ones and pools included; a loop
 * inside a part runs in place.
 *
 * <p>Who splits a loop must give the same bits however it is split: parts write to different elements, or to fixed chunks
 * that are combined in order afterwards.
 */
public final class Parallel {
    /** The system property with the number of threads; without it, as many as the machine has processors. */
    public static final String PROPERTY = "gradus.threads";

    /** The part of a loop from {@code from}, inclusive, to {@code to}, exclusive. */
    @FunctionalInterface
    public interface Part {
        /** Runs it. */
        void run(int from, int to);
    }

    /** Parts for each thread: more than one, so that a thread that is held up leaves its share to others. */
    private static final int PARTS_PER_THREAD = 4;

    /** Parts start at multiples of this many elements where there are enough, so that vectors and cache lines stay whole. */
    private static final int ALIGNMENT = 64;

    /** A caller counts as running for this long after its last loop. */
    private static final long CALLER_NANOS = 5_000_000;

    /** How long a helper looks out for more to do before it sleeps: waking takes as long as a small loop. */
    private static final long LOOKOUT_NANOS = 100_000;

    /** How long a caller sleeps at a time when a helper has been kept from finishing. */
    private static final long NAP_NANOS = 20_000;

    private static final int SLOTS = 64;

    /** When the callers, by a few bits of their thread's number, were last here. */
    private static final AtomicLongArray LAST_SEEN = initiallyLongAgo();

    private static final ConcurrentLinkedDeque<Helper> IDLE = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger HELPERS = new AtomicInteger();
    private static volatile int threads = initialThreads();

    private Parallel() {}

    private static int initialThreads() {
        @Nullable String wish = System.getProperty(PROPERTY);
        if (wish == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!wish.matches("[1-9]\\d{0,3}")) {
            throw new IllegalStateException(PROPERTY + ": needs a number from 1 to 9999, got " + wish);
        }
        return Integer.parseInt(wish);
    }

    private static AtomicLongArray initiallyLongAgo() {
        AtomicLongArray slots = new AtomicLongArray(SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            slots.set(slot, System.nanoTime() - 2 * CALLER_NANOS);
        }
        return slots;
    }

    /** How many threads work on one large loop at most, the caller included. */
    public static int threads() {
        return threads;
    }

    /** Sets how many threads work on one large loop at most; 1 leaves each loop to its caller. */
    public static void setThreads(int count) {
        threads = count;
    }

    /**
     * Runs {@code part} over ranges that together make {@code 0 <= i < n}, each with at least {@code grain} elements. A loop of
     * fewer than two grains runs in place. Throws what a part throws, after all have ended.
     */
    public static void ranges(int n, int grain, Part part) {
        int limit = threads;
        if (limit == 1 || n < 2L * grain || Thread.currentThread() instanceof Helper) {
            part.run(0, n);
            return;
        }
        int helpers = limit - callers();
        if (helpers <= 0) {
            part.run(0, n);
            return;
        }
        int parts = (int) Math.min((long) n / grain, (long) limit * PARTS_PER_THREAD);
        Loop loop = new Loop(part, n, parts);
        int called = 0;
        while (called < Math.min(helpers, parts - 1) && call(loop, limit)) {
            called++;
        }
        if (called == 0) {
            part.run(0, n);
            return;
        }
        loop.work();
        loop.await();
    }

    /** Notes that this thread is here, and counts the threads seen of late. */
    private static int callers() {
        long now = System.nanoTime();
        LAST_SEEN.setOpaque((int) (Thread.currentThread().threadId() % SLOTS), now);
        int callers = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (now - LAST_SEEN.getOpaque(slot) < CALLER_NANOS) {
                callers++;
            }
        }
        return callers;
    }

    /** Gives the loop to an idle helper, or to a new one while there are fewer than the limit allows. */
    private static boolean call(Loop loop, int limit) {
        @Nullable Helper idle = IDLE.pollFirst();
        if (idle != null) {
            idle.take(loop);
            return true;
        }
        int number = HELPERS.get();
        if (number >= limit - 1 || !HELPERS.compareAndSet(number, number + 1)) {
            return false;
        }
        new Helper(number + 1, loop).start();
        return true;
    }

    /** One loop, its parts handed out in order to whoever asks. */
    private static final class Loop {
        private final Part part;
        private final int n;
        private final int parts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Loop(Part part, int n, int parts) {
            this.part = part;
            this.n = n;
            this.parts = parts;
        }

        void work() {
            for (int i = next.getAndIncrement(); i < parts; i = next.getAndIncrement()) {
                try {
                    part.run(start(i), start(i + 1));
                } catch (Throwable problem) {
                    failure = problem;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        private int start(int i) {
            int exact = (int) ((long) n * i / parts);
            return i < parts && n >= (long) parts * ALIGNMENT ? exact - exact % ALIGNMENT : exact;
        }

        void await() {
            for (int spins = 0; done.get() < parts; spins++) {
                if (spins < 10_000) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(NAP_NANOS);
                }
            }
            @Nullable Throwable problem = failure;
            if (problem instanceof RuntimeException exception) {
                throw exception;
            }
            if (problem instanceof Error error) {
                throw error;
            }
        }
    }

    /** A thread that helps with loops; it never keeps the program alive. */
    private static final class Helper extends Thread {
        private volatile @Nullable Loop loop;

        Helper(int number, Loop first) {
            super("gradus-" + number);
            setDaemon(true);
            loop = first;
        }

        void take(Loop next) {
            loop = next;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            while (true) {
                @Nullable Loop current = loop;
                if (current != null) {
                    current.work();
                    loop = null;
                    IDLE.addFirst(this);
                    lookOut();
                } else {
                    LockSupport.park(this);
                }
            }
        }

        private void lookOut() {
            long until = System.nanoTime() + LOOKOUT_NANOS;
            while (loop == null && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
    }
}
