package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.AccessF32.load;
import static gradus.autodiff.kernel.vector.AccessF32.whole;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import gradus.autodiff.kernel.scalar.MovementF32;
import jdk.incubator.vector.VectorMask;

/**
 * Choosing between elements on the Vector API; fewer elements than a vector holds go through the
 * plain loop.
 */
public interface VectorMovementF32 extends MovementF32 {
    /** These loops alone. */
    VectorMovementF32 VECTOR = new VectorMovementF32() {};

    WarmUpF32 WHERE = new WarmUpF32(
            "where",
            () -> RaceF32.ofTwo(
                    (a, a0, da, b, b0, db, y, y0, n) -> choose(mask(n), a, a0, da, b, b0, db, y, y0, n),
                    (a, a0, da, b, b0, db, y, y0, n) -> VECTOR.where(mask(n), a, a0, da, b, b0, db, y, y0, n),
                    (a, a0, da, b, b0, db, y, y0, n) -> PLAIN.where(mask(n), a, a0, da, b, b0, db, y, y0, n)));

    /** Every third holds, in an array that ends with the numbers, or goes on. */
    private static boolean[] mask(int n) {
        boolean[] mask = new boolean[n + n % 2 * LANES];
        for (int i = 0; i < n; i += 3) {
            mask[i] = true;
        }
        return mask;
    }

    @Override
    default void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && WHERE.isReady(n)) {
            choose(mask, a, a0, da, b, b0, db, y, y0, n);
        } else {
            MovementF32.super.where(mask, a, a0, da, b, b0, db, y, y0, n);
        }
    }

    private static void choose(
            boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            VectorMask<Float> holds = VectorMask.fromArray(SPECIES, mask, y0 + i);
            load(b, b0, db, i).blend(load(a, a0, da, i), holds).intoArray(y, y0 + i);
        }
        PLAIN.where(mask, a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }
}
