package gradus.autodiff;

import gradus.autodiff.kernel.KernelChoice;
import gradus.autodiff.kernel.Parallel;

/** What runs underneath. Nothing here changes a result: every choice gives the same bits. */
public final class Gradus {
    private Gradus() {}

    /**
     * Which kernels were chosen, their lanes, and the threads, in one line, such as {@code vector kernels, 16 float or 8 double lanes; up to 2
     * threads; Java 25.0.1}. The system properties {@code gradus.kernels} ({@code auto}, {@code scalar}, {@code vector}, {@code
     * vector128}, {@code vector256}, {@code vector512}) and {@code gradus.threads} change the choice.
     */
    public static String describe() {
        return KernelChoice.describe() + "; up to " + threads() + (threads() == 1 ? " thread" : " threads") + "; Java "
                + Runtime.version();
    }

    /** How many threads work on one large operation at most. */
    public static int threads() {
        return Parallel.threads();
    }

    /**
     * Sets how many threads work on one large operation at most, the caller included; at first as many as there are processors.
     * Small operations always run on the caller's thread alone.
     *
     * @throws ArgumentException if {@code count} is less than 1
     */
    public static void setThreads(int count) {
        if (count < 1) {
            throw new ArgumentException("Gradus.setThreads", "1 thread or more", count + "", "");
        }
        Parallel.setThreads(count);
    }
}
