package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.ScalarKernelsF32.PLAIN;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;

/** Loops over the elements of two inputs on the Vector API; fewer elements than a vector holds go through the plain ones. */
interface VectorPairwiseF32 extends ScalarElementwiseF32, ScalarPairwiseF32 {
    /** These loops alone. */
    VectorPairwiseF32 VECTOR = new VectorPairwiseF32() {};

    ReadinessF32 ADD = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::add, VECTOR::add, PLAIN::add);
    ReadinessF32 SUB = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::sub, VECTOR::sub, PLAIN::sub);
    ReadinessF32 MUL = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::mul, VECTOR::mul, PLAIN::mul);
    ReadinessF32 DIV = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::div, VECTOR::div, PLAIN::div);
    ReadinessF32 MAXIMUM = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::maximum, VECTOR::maximum, PLAIN::maximum);
    ReadinessF32 MINIMUM = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::minimum, VECTOR::minimum, PLAIN::minimum);
    ReadinessF32 CHAIN = ReadinessF32.ofTwo(VectorPairwiseLoopsF32::chain, VECTOR::chain, PLAIN::chain);
    ReadinessF32 EQUAL = ReadinessF32.comparing(VectorPairwiseLoopsF32::equal, VECTOR::equal, PLAIN::equal);
    ReadinessF32 LESS = ReadinessF32.comparing(VectorPairwiseLoopsF32::less, VECTOR::less, PLAIN::less);
    ReadinessF32 LESS_OR_EQUAL = ReadinessF32.comparing(VectorPairwiseLoopsF32::lessOrEqual, VECTOR::lessOrEqual, PLAIN::lessOrEqual);
    ReadinessF32 WHERE = ReadinessF32.ofTwo(
            (a, a0, da, b, b0, db, y, y0, n) ->
                    VectorPairwiseLoopsF32.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n),
            (a, a0, da, b, b0, db, y, y0, n) ->
                    VECTOR.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n),
            (a, a0, da, b, b0, db, y, y0, n) -> PLAIN.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n));

    @Override
    default void add(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && ADD.isReady(n)) {
            VectorPairwiseLoopsF32.add(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.add(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void sub(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && SUB.isReady(n)) {
            VectorPairwiseLoopsF32.sub(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.sub(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void mul(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MUL.isReady(n)) {
            VectorPairwiseLoopsF32.mul(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.mul(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void div(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && DIV.isReady(n)) {
            VectorPairwiseLoopsF32.div(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.div(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void maximum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MAXIMUM.isReady(n)) {
            VectorPairwiseLoopsF32.maximum(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.maximum(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void minimum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MINIMUM.isReady(n)) {
            VectorPairwiseLoopsF32.minimum(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.minimum(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void chain(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && CHAIN.isReady(n)) {
            VectorPairwiseLoopsF32.chain(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.chain(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void equal(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && EQUAL.isReady(n)) {
            VectorPairwiseLoopsF32.equal(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.equal(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void less(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && LESS.isReady(n)) {
            VectorPairwiseLoopsF32.less(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.less(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void lessOrEqual(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && LESS_OR_EQUAL.isReady(n)) {
            VectorPairwiseLoopsF32.lessOrEqual(a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.lessOrEqual(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && WHERE.isReady(n)) {
            VectorPairwiseLoopsF32.where(mask, a, a0, da, b, b0, db, y, y0, n);
        } else {
            ScalarPairwiseF32.super.where(mask, a, a0, da, b, b0, db, y, y0, n);
        }
    }
}
