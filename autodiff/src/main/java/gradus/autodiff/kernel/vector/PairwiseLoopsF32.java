package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.AccessF32.load;
import static gradus.autodiff.kernel.vector.AccessF32.part;
import static gradus.autodiff.kernel.vector.AccessF32.whole;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorPairwiseF32}. The plain loops are never turned into vector instructions by
 * the compiler: it cannot rule out that the result, which starts at an offset of its own, overlaps an input.
 */
final class PairwiseLoopsF32 {
    private PairwiseLoopsF32() {}

    static void add(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).add(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).add(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void sub(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).sub(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).sub(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void mul(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).mul(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).mul(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void div(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).div(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).div(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void maximum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).max(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).max(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void minimum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).min(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).min(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    static void chain(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            chain(load(a, a0, da, i), load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            chain(load(a, a0, da, i, part), load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    private static FloatVector chain(FloatVector a, FloatVector b) {
        return a.mul(b).blend(0f, a.eq(0f).or(b.eq(0f)));
    }

    static void equal(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.EQ, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        PLAIN.equal(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    static void less(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.LT, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        PLAIN.less(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    static void lessOrEqual(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.LE, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        PLAIN.lessOrEqual(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    static void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        int i = 0;
        for (; whole(i, n); i += LANES) {
            VectorMask<Float> holds = VectorMask.fromArray(SPECIES, mask, y0 + i);
            load(b, b0, db, i).blend(load(a, a0, da, i), holds).intoArray(y, y0 + i);
        }
        PLAIN.where(mask, a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }
}
