package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.scalar.ElementwiseF32;
import gradus.autodiff.kernel.scalar.PairwiseF32;

/** Loops over the elements of two inputs on the Vector API; fewer elements than a vector holds go through the plain ones. */
public interface VectorPairwiseF32 extends ElementwiseF32, PairwiseF32 {
    /** These loops alone. */
    VectorPairwiseF32 VECTOR = new VectorPairwiseF32() {};

    WarmUpF32 ADD = WarmUpF32.ofTwo(PairwiseLoopsF32::add, VECTOR::add, PLAIN::add);
    WarmUpF32 SUB = WarmUpF32.ofTwo(PairwiseLoopsF32::sub, VECTOR::sub, PLAIN::sub);
    WarmUpF32 MUL = WarmUpF32.ofTwo(PairwiseLoopsF32::mul, VECTOR::mul, PLAIN::mul);
    WarmUpF32 DIV = WarmUpF32.ofTwo(PairwiseLoopsF32::div, VECTOR::div, PLAIN::div);
    WarmUpF32 MAXIMUM = WarmUpF32.ofTwo(PairwiseLoopsF32::maximum, VECTOR::maximum, PLAIN::maximum);
    WarmUpF32 MINIMUM = WarmUpF32.ofTwo(PairwiseLoopsF32::minimum, VECTOR::minimum, PLAIN::minimum);
    WarmUpF32 CHAIN = WarmUpF32.ofTwo(PairwiseLoopsF32::chain, VECTOR::chain, PLAIN::chain);
    WarmUpF32 EQUAL = WarmUpF32.comparing(PairwiseLoopsF32::equal, VECTOR::equal, PLAIN::equal);
    WarmUpF32 LESS = WarmUpF32.comparing(PairwiseLoopsF32::less, VECTOR::less, PLAIN::less);
    WarmUpF32 LESS_OR_EQUAL = WarmUpF32.comparing(PairwiseLoopsF32::lessOrEqual, VECTOR::lessOrEqual, PLAIN::lessOrEqual);
    WarmUpF32 WHERE = WarmUpF32.ofTwo(
            (a, a0, da, b, b0, db, y, y0, n) ->
                    PairwiseLoopsF32.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n),
            (a, a0, da, b, b0, db, y, y0, n) ->
                    VECTOR.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n),
            (a, a0, da, b, b0, db, y, y0, n) -> PLAIN.where(new boolean[y.length], a, a0, da, b, b0, db, y, y0, n));

    @Override
    default void add(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && ADD.isReady(n)) {
            PairwiseLoopsF32.add(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.add(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void sub(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && SUB.isReady(n)) {
            PairwiseLoopsF32.sub(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.sub(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void mul(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MUL.isReady(n)) {
            PairwiseLoopsF32.mul(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.mul(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void div(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && DIV.isReady(n)) {
            PairwiseLoopsF32.div(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.div(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void maximum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MAXIMUM.isReady(n)) {
            PairwiseLoopsF32.maximum(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.maximum(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void minimum(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && MINIMUM.isReady(n)) {
            PairwiseLoopsF32.minimum(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.minimum(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void chain(float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && CHAIN.isReady(n)) {
            PairwiseLoopsF32.chain(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.chain(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void equal(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && EQUAL.isReady(n)) {
            PairwiseLoopsF32.equal(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.equal(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void less(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && LESS.isReady(n)) {
            PairwiseLoopsF32.less(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.less(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void lessOrEqual(float[] a, int a0, int da, float[] b, int b0, int db, boolean[] y, int y0, int n) {
        if (n >= LANES && LESS_OR_EQUAL.isReady(n)) {
            PairwiseLoopsF32.lessOrEqual(a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.lessOrEqual(a, a0, da, b, b0, db, y, y0, n);
        }
    }

    @Override
    default void where(boolean[] mask, float[] a, int a0, int da, float[] b, int b0, int db, float[] y, int y0, int n) {
        if (n >= LANES && WHERE.isReady(n)) {
            PairwiseLoopsF32.where(mask, a, a0, da, b, b0, db, y, y0, n);
        } else {
            PairwiseF32.super.where(mask, a, a0, da, b, b0, db, y, y0, n);
        }
    }
}
