package gradus.autodiff.kernel;

import java.lang.System.Logger.Level;

/**
 * Which implementation of {@link Kernels} runs, decided once, when the first tensor is made. They all give the same bits, so the
 * choice is one of speed only. The system property {@code gradus.kernels} decides it: {@code auto} (the default) takes the
 * Vector API where its module is there, {@code scalar} does without, {@code vector} insists on it, and {@code vector128}, {@code vector256}
 * or {@code vector512} also on the width of the vectors.
 */
public final class KernelChoice {
    /** The system property that forces a choice. */
    public static final String PROPERTY = "gradus.kernels";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String WISH = System.getProperty(PROPERTY, "auto");
    private static final boolean VECTOR = choose();

    private KernelChoice() {}

    private static boolean choose() {
        boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
        return switch (WISH) {
            case "scalar" -> false;
            case "auto" -> present || announcePlain();
            case "vector", "vector128", "vector256", "vector512" -> present || refuse();
            default ->
                throw new IllegalStateException(
                        PROPERTY + ": needs auto, scalar, vector, vector128, vector256 or vector512, got " + WISH);
        };
    }

    private static boolean announcePlain() {
        System.getLogger("gradus")
                .log(
                        Level.INFO,
                        "plain Java kernels: start java with --add-modules {0} for the same numbers, much faster",
                        MODULE);
        return false;
    }

    private static boolean refuse() {
        throw new IllegalStateException(
                PROPERTY + "=" + WISH + " needs the Vector API: start java with --add-modules " + MODULE);
    }

    /** Whether the kernels were chosen by the property, so that they must run from the first call on. */
    static boolean isForced() {
        return !WISH.equals("auto");
    }

    /** The width of the vectors that the property asks for, in bits; 0 leaves it to the machine. */
    static int vectorBits() {
        return WISH.length() > "vector".length() ? Integer.parseInt(WISH.substring("vector".length())) : 0;
    }

    /** The loops on floats. */
    public static Kernels<float[]> f32() {
        return VECTOR ? new VectorKernelsF32() : new ScalarKernelsF32();
    }

    /** The loops on doubles. */
    public static Kernels<double[]> f64() {
        return VECTOR ? new VectorKernelsF64() : new ScalarKernelsF64();
    }

    /** Such as {@code vector kernels, 16 float or 8 double lanes}. */
    public static String describe() {
        return VECTOR
                ? "vector kernels, " + VectorLanesF32.LANES + " float or " + VectorLanesF64.LANES + " double lanes"
                : "scalar kernels";
    }
}
