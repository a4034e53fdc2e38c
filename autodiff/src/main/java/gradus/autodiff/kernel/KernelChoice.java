package gradus.autodiff.kernel;

import gradus.autodiff.kernel.vector.LanesF32;
import gradus.autodiff.kernel.vector.LanesF64;
import java.lang.System.Logger.Level;

/**
 * Which implementation of {@link Kernels} runs, decided once, when the first tensor is made. They
 * all give the same bits, so the choice is one of speed only. The system property {@code
 * gradus.kernels} decides it: {@code auto} (the default) takes the Vector API where its module is
 * there, {@code scalar} does without, {@code vector} insists on it, and {@code vector128}, {@code
 * vector256} or {@code vector512} also on the width of the vectors. Those four are for tests: their
 * loops run from the first call on, a hundred times slower until the compiler has taken them up.
 */
public final class KernelChoice {
    private static final boolean VECTOR = choose();

    private KernelChoice() {}

    private static boolean choose() {
        if (!KernelSettings.VECTOR_API && !KernelSettings.isForced()) {
            System.getLogger("gradus")
                    .log(
                            Level.INFO,
                            "scalar kernels: start java with --add-modules jdk.incubator.vector for the same numbers,"
                                    + " much faster");
        }
        return KernelSettings.VECTOR_API && !KernelSettings.KERNELS.equals("scalar");
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
                ? "vector kernels, " + LanesF32.LANES + " float or " + LanesF64.LANES + " double lanes"
                : "scalar kernels";
    }
}
