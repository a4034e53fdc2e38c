package gradus.autodiff;

import gradus.autodiff.kernel.KernelChoice;
import gradus.autodiff.kernel.KernelSettings;
import gradus.autodiff.kernel.threads.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * What runs underneath, and what is refused. Nothing here changes a result: every choice gives the
 * same bits, or an error.
 */
public final class Gradus {
    private Gradus() {}

    /**
     * Which kernels were chosen, their lanes, and the threads, in one line, such as {@code vector
     * kernels, 16 float or 8 double lanes; up to 2 threads; Java 25.0.1}. The system properties
     * {@code gradus.kernels} ({@code auto}, {@code scalar}, {@code vector}, {@code vector128},
     * {@code vector256}, {@code vector512}; those with {@code vector} are for tests, slow until
     * their loops are compiled) and {@code gradus.threads} change the choice.
     *
     * @throws ArgumentException if one of the properties is wrong; every operation throws it then
     */
    public static String describe() {
        requireSoundSettings();
        return KernelChoice.describe() + "; up to " + threads() + (threads() == 1 ? " thread" : " threads") + "; Java "
                + Runtime.version();
    }

    /** How many threads work on one large operation at most. */
    public static int threads() {
        return Parallel.threads();
    }

    /**
     * Sets how many threads work on one large operation at most, the caller included; at first as
     * many as there are processors. Small operations always run on the caller's thread alone.
     *
     * @throws ArgumentException unless {@code count} is from 1 to 9999
     */
    public static void setThreads(int count) {
        if (count < 1 || count > KernelSettings.MOST_THREADS) {
            throw new ArgumentException(
                    "Gradus.setThreads", "a number from 1 to " + KernelSettings.MOST_THREADS, count + "", "");
        }
        Parallel.setThreads(count);
    }

    /**
     * Whether two operands may both be repeated to fill a common shape although one has fewer axes:
     * at first they may, as in NumPy, where {@code [32, 1]} and {@code [32]} give {@code [32, 32]}.
     * That is seldom meant. A program that never means it refuses it here, once and for all
     * threads; then the axes that are missing have to be written, {@code [1, 32]}, or the operands
     * reshaped. Biases and numbers, where only one operand is repeated, are always allowed. Losses
     * refuse unequal shapes in any case.
     */
    public static void refuseMutualBroadcasting(boolean refused) {
        Shape.refuseMutualBroadcasting = refused;
    }

    static void requireSoundSettings() {
        KernelSettings.@Nullable Problem problem = KernelSettings.PROBLEM;
        if (problem != null) {
            throw new ArgumentException(problem.property(), problem.need(), problem.got(), problem.hint());
        }
    }
}
