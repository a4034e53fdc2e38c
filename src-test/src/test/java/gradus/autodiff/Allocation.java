package gradus.autodiff;

import java.lang.management.ManagementFactory;

/** What the current thread allocates, in bytes. */
public final class Allocation {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** All that it has allocated so far. */
    public static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /** What it allocates for some work. */
    public static long by(Runnable work) {
        long before = soFar();
        work.run();
        return soFar() - before;
    }
}
