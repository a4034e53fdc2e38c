package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorAccessF32.load;
import static gradus.autodiff.kernel.VectorAccessF32.part;
import static gradus.autodiff.kernel.VectorAccessF32.whole;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;
import static gradus.autodiff.kernel.VectorLanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops over the elements of two inputs on the Vector API. The plain loops are never turned into vector instructions by
 * the compiler: it cannot rule out that the result, which starts at an offset of its own, overlaps an input.
 */
interface VectorPairwiseF32 extends ScalarPairwiseF32 {
    ReadinessF32 ADD = ReadinessF32.ofTwo(Kernels::add);
    ReadinessF32 SUB = ReadinessF32.ofTwo(Kernels::sub);
    ReadinessF32 MUL = ReadinessF32.ofTwo(Kernels::mul);
    ReadinessF32 DIV = ReadinessF32.ofTwo(Kernels::div);
    ReadinessF32 MAXIMUM = ReadinessF32.ofTwo(Kernels::maximum);
    ReadinessF32 MINIMUM = ReadinessF32.ofTwo(Kernels::minimum);
    ReadinessF32 CHAIN = ReadinessF32.ofTwo(Kernels::chain);
    ReadinessF32 EQUAL = ReadinessF32.comparing(Kernels::equal);
    ReadinessF32 LESS = ReadinessF32.comparing(Kernels::less);
    ReadinessF32 LESS_OR_EQUAL = ReadinessF32.comparing(Kernels::lessOrEqual);
    ReadinessF32 WHERE = ReadinessF32.ofTwo(
            (k, a, a0, da, b, b0, db, y, y0, n) -> k.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n));

    @Override
    default void add(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!ADD.isReady()) {
            ScalarPairwiseF32.super.add(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).add(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).add(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void sub(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!SUB.isReady()) {
            ScalarPairwiseF32.super.sub(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).sub(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).sub(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void mul(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!MUL.isReady()) {
            ScalarPairwiseF32.super.mul(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).mul(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).mul(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void div(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!DIV.isReady()) {
            ScalarPairwiseF32.super.div(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).div(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).div(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void maximum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!MAXIMUM.isReady()) {
            ScalarPairwiseF32.super.maximum(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).max(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).max(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void minimum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!MINIMUM.isReady()) {
            ScalarPairwiseF32.super.minimum(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).min(load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        if (i < n) {
            VectorMask<Float> part = part(i, n);
            load(a, a0, da, i, part).min(load(b, b0, db, i, part)).intoArray(y, y0 + i, part);
        }
    }

    @Override
    default void chain(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!CHAIN.isReady()) {
            ScalarPairwiseF32.super.chain(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
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

    @Override
    default void equal(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (!EQUAL.isReady()) {
            ScalarPairwiseF32.super.equal(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.EQ, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        ScalarPairwiseF32.super.equal(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    @Override
    default void less(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (!LESS.isReady()) {
            ScalarPairwiseF32.super.less(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.LT, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        ScalarPairwiseF32.super.less(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    @Override
    default void lessOrEqual(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (!LESS_OR_EQUAL.isReady()) {
            ScalarPairwiseF32.super.lessOrEqual(a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            load(a, a0, da, i).compare(VectorOperators.LE, load(b, b0, db, i)).intoArray(y, y0 + i);
        }
        ScalarPairwiseF32.super.lessOrEqual(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }

    @Override
    default void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (!WHERE.isReady()) {
            ScalarPairwiseF32.super.where(mask, a, a0, da, b, b0, db, y, y0, n);
            return;
        }
        int i = 0;
        for (; whole(i, n); i += LANES) {
            VectorMask<Float> holds = VectorMask.fromArray(SPECIES, mask, y0 + i);
            load(b, b0, db, i).blend(load(a, a0, da, i), holds).intoArray(y, y0 + i);
        }
        ScalarPairwiseF32.super.where(mask, a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
    }
}
