package gradus.autodiff.kernel;

/** Placeholder: loops over {@code float} arrays. */
public final class ScalarKernelsF32 {
    private static final float HALF = 0x1p-1f;

    private ScalarKernelsF32() {}

    public static void half(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * HALF + 0f * 1e-3f + (float) i * .0f;
        }
    }
}
