package gradus.autodiff.kernel.threads;

import gradus.autodiff.kernel.KernelSettings;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs the independent parts of one large loop on idle cores. The caller works too, so that a loop
 * never waits for a thread that is busy elsewhere: if nobody helps, the caller does all of it.
 * Cores are shared among the callers of the last few milliseconds, so several trainings at once do
 * not fight over them: callers and helpers at work are together never more than the threads
 * allowed, unless the callers alone are. Works from any thread, virtual ones and pools included; a
 * loop inside a part runs in place where a helper runs the part.
 *
 * <p>Who splits a loop must give the same bits however it is split: parts write to different
 * elements, or to fixed chunks that are combined in order afterwards.
 */
public final class Parallel {
    /** The part of a loop from {@code from}, inclusive, to {@code to}, exclusive. */
    @FunctionalInterface
    public interface Part {
        /** Runs it. */
        void run(int from, int to);
    }

    /** The elements of an elementwise loop in a part that is worth a thread of its own. */
    public static final int GRAIN = 1 << 15;

    /**
     * Parts for each thread: more than one, so that a thread that is held up leaves its share to
     * others.
     */
    private static final int PARTS_PER_THREAD = 4;

    /**
     * Parts start at multiples of this many elements where there are enough, so that vectors and
     * cache lines stay whole.
     */
    private static final int ALIGNMENT = KernelSettings.GRAIN < Integer.MAX_VALUE ? 1 : 64;

    /** A caller counts as running for this long after its last loop. */
    private static final long CALLER_NANOS = 5_000_000;

    /**
     * How long a helper looks out for more to do before it sleeps: waking takes as long as a small
     * loop.
     */
    private static final long LOOKOUT_NANOS = 100_000;

    /** How long a caller sleeps at a time when a helper has been kept from finishing. */
    private static final long NAP_NANOS = 20_000;

    private static final int SLOTS = 64;

    /** When the callers, by a few bits of their thread's number, were last here. */
    private static final AtomicLongArray LAST_SEEN = initiallyLongAgo();

    private static final ConcurrentLinkedDeque<Helper> IDLE = new ConcurrentLinkedDeque<>();

    /**
     * How many helpers are at work. A helper is idle before it is taken off, so that there are
     * never more helpers than this was.
     */
    private static final AtomicInteger WORKING = new AtomicInteger();

    /** How many helpers were ever started. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static volatile int threads = KernelSettings.THREADS;

    private Parallel() {}

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
     * Runs {@code part} over ranges that together make {@code 0 <= i < n}, each with about {@code
     * grain} elements or more. A loop of fewer than two grains runs in place. Throws what a part
     * throws, after all that were begun have ended.
     */
    public static void ranges(int n, int grain, Part part) {
        int limit = threads;
        int least = Math.min(KernelSettings.GRAIN, grain);
        if (limit == 1 || n < 2L * least || Thread.currentThread() instanceof Helper) {
            part.run(0, n);
            return;
        }
        int most = limit - callers();
        if (WORKING.get() >= most) {
            part.run(0, n);
            return;
        }
        int parts = (int) Math.min(n / least, (long) limit * PARTS_PER_THREAD);
        Loop loop = new Loop(part, n, parts, Math.min(parts, limit));
        for (int called = 0; called < parts - 1 && call(loop, most); called++) {}
        loop.end(loop.work(0));
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

    /**
     * Gives the loop to an idle helper, or to a new one, while fewer than {@code most} are at work.
     */
    private static boolean call(Loop loop, int most) {
        if (WORKING.incrementAndGet() > most) {
            WORKING.decrementAndGet();
            return false;
        }
        @Nullable Helper idle = IDLE.pollFirst();
        if (idle != null) {
            idle.take(loop);
            return true;
        }
        try {
            new Helper(STARTED.incrementAndGet(), loop).start();
            return true;
        } catch (OutOfMemoryError noThreadLeft) { // the system allows no more: then the caller does it all
            STARTED.decrementAndGet();
            WORKING.decrementAndGet();
            return false;
        }
    }

    /**
     * One loop. Its parts are in as many regions as there may be threads. The caller begins in the
     * first, a helper in one that its number says, and then each helps in the others: so a core mostly
     * has the same elements in loop after loop, and finds them in its own cache.
     */
    private static final class Loop {
        private final Part part;
        private final int n;
        private final int parts;
        private final int regions;

        /** The part of each region that is next. */
        private final AtomicIntegerArray next;

        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Loop(Part part, int n, int parts, int regions) {
            this.part = part;
            this.n = n;
            this.parts = parts;
            this.regions = regions;
            this.next = new AtomicIntegerArray(regions);
            for (int region = 1; region < regions; region++) {
                next.setPlain(region, first(region));
            }
        }

        /** The first part of a region. */
        private int first(int region) {
            return (int) ((long) parts * region / regions);
        }

        /**
         * Runs parts until none is left, and counts them: the caller, whose number is 0, from the
         * first region on, a helper from another.
         */
        int work(int number) {
            int own = number == 0 ? 0 : 1 + Math.floorMod(number - 1, regions - 1);
            int count = 0;
            for (int others = 0; others < regions; others++) {
                int region = (own + others) % regions;
                int end = first(region + 1);
                // a look is cheaper than a claim, where many threads find all regions done
                while (next.getOpaque(region) < end) {
                    int i = next.getAndIncrement(region);
                    if (i < end) {
                        count++;
                        try {
                            if (failure == null) {
                                part.run(start(i), start(i + 1));
                            }
                        } catch (Throwable problem) {
                            failure = problem;
                        }
                    }
                }
            }
            return count;
        }

        /** Notes that so many parts have ended. */
        void end(int count) {
            done.addAndGet(count);
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
            if (problem != null) {
                Loop.<RuntimeException>rethrow(problem);
            }
        }

        /** Throws it as it is, also a checked exception that came through a loop undeclared. */
        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void rethrow(Throwable problem) throws T {
            throw (T) problem;
        }
    }

    /** A thread that helps with loops; it never keeps the program alive. */
    private static final class Helper extends Thread {
        private final int number;
        private volatile @Nullable Loop loop;

        Helper(int number, Loop first) {
            super(null, null, "gradus-" + number, 0, false); // the caller's thread locals are none of its business
            setDaemon(true);
            this.number = number;
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
                    int parts = current.work(number);
                    loop = null;
                    try {
                        IDLE.addFirst(this);
                    } finally {
                        WORKING.decrementAndGet();
                        current.end(parts); // only now, so that the caller's next loop finds this helper idle
                    }
                    lookOut();
                } else {
                    LockSupport.park(this);
                    interrupted(); // or it would never park again
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
