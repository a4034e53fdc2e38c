package gradus.autodiff.kernel;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system properties that say how kernels run, read once. One that is wrong counts as not set,
 * and {@link #PROBLEM} says so.
 */
public final class KernelSettings {
    /** The system property that chooses the kernels: see {@link KernelChoice}. */
    public static final String KERNELS_PROPERTY = "gradus.kernels";

    /**
     * The system property with the number of threads; without it, as many as the machine has
     * processors.
     */
    public static final String THREADS_PROPERTY = "gradus.threads";

    /**
     * The system property, for tests, that splits even the smallest loops: no grain is more than
     * it.
     */
    public static final String GRAIN_PROPERTY = "gradus.grain";

    /** The most threads that can be asked for. */
    public static final int MOST_THREADS = 9999;

    /** What is wrong with a property. Who computes has to refuse then. */
    public record Problem(String property, String need, String got, String hint) {}

    /** The first thing that is wrong; null if nothing is. */
    public static final @Nullable Problem PROBLEM;

    /** Which kernels are wished for. */
    public static final String KERNELS;

    /** How many threads work on a large loop at first. */
    public static final int THREADS;

    /** No loop's grain is more than this. */
    public static final int GRAIN;

    /** Whether the Vector API is there. */
    public static final boolean VECTOR_API =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    static {
        @Nullable Problem kernels = problem(KERNELS_PROPERTY, KernelSettings::kernelsProblem);
        @Nullable Problem threads = problem(THREADS_PROPERTY, property -> countProblem(property, MOST_THREADS));
        @Nullable Problem grain = problem(GRAIN_PROPERTY, property -> countProblem(property, 999_999_999));
        KERNELS = kernels != null ? "auto" : System.getProperty(KERNELS_PROPERTY, "auto");
        THREADS = number(THREADS_PROPERTY, threads, Runtime.getRuntime().availableProcessors());
        GRAIN = number(GRAIN_PROPERTY, grain, Integer.MAX_VALUE);
        PROBLEM = kernels != null ? kernels : threads != null ? threads : grain;
    }

    private KernelSettings() {}

    /**
     * Whether the kernels were chosen by the property, so that they must run from the first call
     * on.
     */
    public static boolean isForced() {
        return !KERNELS.equals("auto");
    }

    /** The width of the vectors that the property asks for, in bits; 0 leaves it to the machine. */
    public static int vectorBits() {
        String bits = KERNELS.substring(Math.min(KERNELS.length(), "vector".length()));
        return bits.isEmpty() ? 0 : Integer.parseInt(bits);
    }

    private static @Nullable Problem problem(String property, Function<String, @Nullable Problem> check) {
        return System.getProperty(property) == null ? null : check.apply(property);
    }

    private static @Nullable Problem kernelsProblem(String property) {
        String wish = System.getProperty(property, "");
        return switch (wish) {
            case "auto", "scalar" -> null;
            case "vector", "vector128", "vector256", "vector512" ->
                VECTOR_API
                        ? null
                        : new Problem(
                                property,
                                "the Vector API for " + wish,
                                "a JVM without it",
                                "start java with --add-modules jdk.incubator.vector");
            default ->
                new Problem(property, "auto, scalar, vector, vector128, vector256 or vector512", "'" + wish + "'", "");
        };
    }

    private static @Nullable Problem countProblem(String property, int most) {
        String wish = System.getProperty(property, "");
        boolean fits = wish.matches("[1-9]\\d{0,8}") && Integer.parseInt(wish) <= most;
        return fits ? null : new Problem(property, "a number from 1 to " + most, "'" + wish + "'", "");
    }

    private static int number(String property, @Nullable Problem problem, int otherwise) {
        return problem != null ? otherwise : Integer.getInteger(property, otherwise);
    }
}
