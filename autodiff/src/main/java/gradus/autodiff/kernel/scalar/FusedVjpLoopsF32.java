package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.FusedVjpKernels;
import gradus.autodiff.kernel.math.FusedVjpsF32;

/** The loops of the chain rule in plain Java. */
public interface FusedVjpLoopsF32 extends FusedVjpKernels<float[]> {
    @Override
    default void tanhSlope(float[] g, int g0, int dg, float[] t, int t0, int dt, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = FusedVjpsF32.tanhSlope(g[g0 + i * dg], t[t0 + i * dt]);
        }
    }

    @Override
    default void sigmoidSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = FusedVjpsF32.sigmoidSlope(g[g0 + i * dg], x[x0 + i * dx]);
        }
    }

    @Override
    default void softplusSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = FusedVjpsF32.softplusSlope(g[g0 + i * dg], x[x0 + i * dx]);
        }
    }

    @Override
    default void reluSlope(float[] g, int g0, int dg, float[] x, int x0, int dx, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = FusedVjpsF32.reluSlope(g[g0 + i * dg], x[x0 + i * dx]);
        }
    }

    @Override
    default void binaryCrossEntropySlope(
            float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        for (int i = 0; i < n; i++) {
            y[y0 + i] = FusedVjpsF32.binaryCrossEntropySlope(a[a0 + i * da], b[b0 + i * db]);
        }
    }
}
