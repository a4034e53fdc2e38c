package gradus.nn.files;

import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.eclipse.collections.impl.factory.primitive.IntIntMaps;

/** Floating-point numbers of 8 bits, by a table of all of them. */
final class Float8 {
    static final Float8 E4M3 = new Float8(4, 7, 0x7f);
    static final Float8 E5M2 = new Float8(5, 15, 0x7d);
    static final Float8 E4M3FNUZ = new Float8(4, 8, 0x80);
    static final Float8 E5M2FNUZ = new Float8(5, 16, 0x80);
    static final Float8 E8M0 = new Float8(8, 127, 0xff);

    private static final int CODES = 256;
    private static final int SIGN = 0x80;

    /** The code of E5M2's infinity, which is the one below its NaNs. */
    private static final int INFINITY = 0x7c;

    private final float[] values = new float[CODES];
    private final MutableIntIntMap codes = IntIntMaps.mutable.empty();

    /**
     * A format.
     *
     * @param nan the lowest code of a NaN, without its sign; or the sign, if its code alone is NaN
     */
    private Float8(int exponentBits, int bias, int nan) {
        for (int code = CODES - 1; code >= 0; code--) {
            values[code] = exponentBits == Byte.SIZE ? scale(code, bias) : number(code, exponentBits, bias, nan);
            codes.put(Float.floatToIntBits(values[code]), code);
        }
    }

    private static float scale(int code, int bias) {
        return code == CODES - 1 ? Float.NaN : Math.scalb(1f, code - bias);
    }

    /** Sign, exponent, mantissa; the exponent 0 is that of subnormal numbers. */
    private static float number(int code, int exponentBits, int bias, int nan) {
        if (nan == SIGN ? code == SIGN : (code & ~SIGN) >= nan) {
            return Float.NaN;
        }
        int mantissaBits = Byte.SIZE - 1 - exponentBits;
        int mantissa = code & ((1 << mantissaBits) - 1);
        int exponent = (code & ~SIGN) >> mantissaBits;
        boolean subnormal = exponent == 0;
        float magnitude = nan == INFINITY + 1 && (code & ~SIGN) == INFINITY
                ? Float.POSITIVE_INFINITY
                : Math.scalb(
                        mantissa + (subnormal ? 0f : 1 << mantissaBits),
                        (subnormal ? 1 : exponent) - bias - mantissaBits);
        return (code & SIGN) == 0 ? magnitude : -magnitude;
    }

    float get(byte code) {
        return values[Byte.toUnsignedInt(code)];
    }

    /** The code of a number; of one that is not there, code 0. */
    byte put(float value) {
        return (byte) codes.getIfAbsent(Float.floatToIntBits(value), 0);
    }
}
