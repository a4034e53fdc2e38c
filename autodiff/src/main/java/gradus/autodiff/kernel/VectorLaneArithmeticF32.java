package gradus.autodiff.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The operations of {@link LaneArithmeticF32} on all lanes of a vector; single numbers stand for all lanes alike. */
final class VectorLaneArithmeticF32 {
    private static final float ROUNDER = LaneArithmeticF32.ROUNDER;

    private VectorLaneArithmeticF32() {}

    static FloatVector all(float a) {
        return FloatVector.broadcast(VectorLanesF32.SPECIES, a);
    }

    static FloatVector add(FloatVector a, FloatVector b) {
        return a.add(b);
    }

    static FloatVector add(FloatVector a, float b) {
        return a.add(all(b));
    }

    static FloatVector sub(FloatVector a, FloatVector b) {
        return a.sub(b);
    }

    static FloatVector sub(FloatVector a, float b) {
        return a.sub(all(b));
    }

    static FloatVector sub(float a, FloatVector b) {
        return all(a).sub(b);
    }

    static FloatVector mul(FloatVector a, FloatVector b) {
        return a.mul(b);
    }

    static FloatVector mul(FloatVector a, float b) {
        return a.mul(all(b));
    }

    static FloatVector div(FloatVector a, FloatVector b) {
        return a.div(b);
    }

    static FloatVector div(float a, FloatVector b) {
        return all(a).div(b);
    }

    static FloatVector neg(FloatVector a) {
        return a.neg();
    }

    static FloatVector abs(FloatVector a) {
        return a.abs();
    }

    static FloatVector sqrt(FloatVector a) {
        return a.sqrt();
    }

    static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
        return a.fma(b, c);
    }

    static FloatVector fma(FloatVector a, FloatVector b, float c) {
        return a.fma(b, all(c));
    }

    static FloatVector fma(FloatVector a, float b, FloatVector c) {
        return a.fma(all(b), c);
    }

    static FloatVector fma(FloatVector a, float b, float c) {
        return a.fma(all(b), all(c));
    }

    static FloatVector copySign(FloatVector size, FloatVector sign) {
        var signBit = Float.floatToRawIntBits(-0f);
        return size.abs()
                .viewAsIntegralLanes()
                .or(sign.viewAsIntegralLanes().and(signBit))
                .viewAsFloatingLanes();
    }

    static VectorMask<Float> less(FloatVector a, FloatVector b) {
        return a.lt(b);
    }

    static VectorMask<Float> less(FloatVector a, float b) {
        return a.lt(all(b));
    }

    static VectorMask<Float> less(float a, FloatVector b) {
        return all(a).lt(b);
    }

    static VectorMask<Float> equal(FloatVector a, float b) {
        return a.eq(all(b));
    }

    static FloatVector select(VectorMask<Float> condition, FloatVector yes, FloatVector no) {
        return no.blend(yes, condition);
    }

    static FloatVector select(VectorMask<Float> condition, float yes, FloatVector no) {
        return no.blend(all(yes), condition);
    }

    static FloatVector select(VectorMask<Float> condition, FloatVector yes, float no) {
        return all(no).blend(yes, condition);
    }

    static FloatVector select(VectorMask<Float> condition, float yes, float no) {
        return all(no).blend(all(yes), condition);
    }

    static FloatVector roundProduct(FloatVector a, float b) {
        return a.fma(all(b), all(ROUNDER)).sub(all(ROUNDER));
    }

    static FloatVector powerOfTwo(FloatVector n, float offset) {
        return n.add(all(ROUNDER + Float.MAX_EXPONENT + offset))
                .viewAsIntegralLanes()
                .lanewise(LSHL, Float.PRECISION - 1)
                .viewAsFloatingLanes();
    }

    static FloatVector powerOfTwo(FloatVector n, FloatVector offset) {
        return powerOfTwo(n.add(offset), 0f);
    }

    /** The whole number k for which x 2⁻ᵏ is between √½ and √2, by way of the last bits of the rounder. */
    static FloatVector exponent(FloatVector x) {
        return x.viewAsIntegralLanes()
                .sub(Float.floatToRawIntBits(LaneArithmeticF32.ROOT_HALF))
                .lanewise(ASHR, Float.PRECISION - 1)
                .add(Float.floatToRawIntBits(ROUNDER))
                .viewAsFloatingLanes()
                .sub(all(ROUNDER));
    }

    static FloatVector significand(FloatVector x) {
        var least = Float.floatToRawIntBits(LaneArithmeticF32.ROOT_HALF);
        return x.viewAsIntegralLanes()
                .sub(least)
                .and(Float.floatToRawIntBits(Float.MIN_NORMAL) - 1)
                .add(least)
                .viewAsFloatingLanes();
    }
}
