package gradus.nn.files;

import gradus.autodiff.DType;
import java.nio.ByteBuffer;

/**
 * How files store numbers. Each is read into the smaller of Gradus's types that holds all its
 * numbers, or all that can be held.
 */
public enum NumberType {
    /** IEEE 754 of 64 bits. */
    F64(8, DType.F64),
    /** IEEE 754 of 32 bits. */
    F32(4, DType.F32),
    /** IEEE 754 of 16 bits. */
    F16(2, DType.F32),
    /** The upper half of F32. */
    BF16(2, DType.F32),
    /** Whole numbers of 64 bits; those that a double does not hold exactly are refused. */
    I64(8, DType.F64),
    /** Whole numbers of 32 bits. */
    I32(4, DType.F64),
    /** Whole numbers of 16 bits. */
    I16(2, DType.F32),
    /** Whole numbers of 8 bits. */
    I8(1, DType.F32),
    /**
     * Whole numbers of 64 bits from 0 on; those that a double does not hold exactly are refused.
     */
    U64(8, DType.F64),
    /** Whole numbers of 32 bits from 0 on. */
    U32(4, DType.F64),
    /** Whole numbers of 16 bits from 0 on. */
    U16(2, DType.F32),
    /** Whole numbers of 8 bits from 0 on. */
    U8(1, DType.F32),
    /** 0 or 1; as for NumPy and PyTorch, any other byte is read as 1. */
    BOOL(1, DType.F32),
    /**
     * 8 bits: 4 of exponent, 3 of mantissa, no infinities. Micikevicius et al., "FP8 Formats for
     * Deep Learning" (2022).
     */
    F8_E4M3(1, DType.F32),
    /** 8 bits: 5 of exponent, 2 of mantissa, as IEEE 754 would have it. */
    F8_E5M2(1, DType.F32),
    /** As F8_E4M3, with all exponents half as large, no negative zero and one NaN in its place. */
    F8_E4M3FNUZ(1, DType.F32),
    /**
     * As F8_E5M2, with all exponents half as large, no infinities, no negative zero and one NaN in
     * its place.
     */
    F8_E5M2FNUZ(1, DType.F32),
    /**
     * A power of two from 2<sup>-127</sup> to 2<sup>127</sup>, or NaN: the scale of a block of
     * small floats.
     */
    F8_E8M0(1, DType.F32);

    private static final int DOUBLE_BITS = 53;

    private final int bytes;
    private final DType dtype;

    NumberType(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** The type of the same numbers in a tensor. */
    public static NumberType of(DType dtype) {
        return switch (dtype) {
            case F32 -> F32;
            case F64 -> F64;
        };
    }

    /** How many bytes a number takes. */
    public int bytes() {
        return bytes;
    }

    /** Whether it has whole numbers alone. */
    public boolean isWhole() {
        return switch (this) {
            case I64, I32, I16, I8, U64, U32, U16, U8, BOOL -> true;
            case F64, F32, F16, BF16, F8_E4M3, F8_E5M2, F8_E4M3FNUZ, F8_E5M2FNUZ, F8_E8M0 -> false;
        };
    }

    /** The element type of a tensor of such numbers. */
    public DType dtype() {
        return dtype;
    }

    /** The next number. */
    double get(ByteBuffer from) {
        return switch (this) {
            case F64 -> from.getDouble();
            case F32 -> from.getFloat();
            case F16 -> Float.float16ToFloat(from.getShort());
            case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
            case I64 -> from.getLong();
            case I32 -> from.getInt();
            case I16 -> from.getShort();
            case I8 -> from.get();
            case U64 -> unsigned(from.getLong());
            case U32 -> Integer.toUnsignedLong(from.getInt());
            case U16 -> Short.toUnsignedInt(from.getShort());
            case U8 -> Byte.toUnsignedInt(from.get());
            case BOOL -> from.get() == 0 ? 0 : 1;
            case F8_E4M3 -> Float8.E4M3.get(from.get());
            case F8_E5M2 -> Float8.E5M2.get(from.get());
            case F8_E4M3FNUZ -> Float8.E4M3FNUZ.get(from.get());
            case F8_E5M2FNUZ -> Float8.E5M2FNUZ.get(from.get());
            case F8_E8M0 -> Float8.E8M0.get(from.get());
        };
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : 2.0 * ((value >>> 1) | (value & 1));
    }

    /** Whether {@link #get} gives the next number exactly; moves on as it does. */
    boolean holds(ByteBuffer from) {
        return switch (this) {
            case I64 -> fits(Math.abs(from.getLong()));
            case U64 -> fits(from.getLong());
            default -> true;
        };
    }

    private static boolean fits(long magnitude) {
        return Long.SIZE - Long.numberOfLeadingZeros(magnitude) - Long.numberOfTrailingZeros(magnitude) <= DOUBLE_BITS;
    }

    /**
     * Whether a number is outside the range, where {@link #put} and {@link #get} would not show it.
     */
    boolean isBeyond(double number) {
        return switch (this) {
            case I64 -> number >= 0x1p63;
            case U64 -> number >= 0x1p64;
            case BOOL -> number > 1;
            default -> false;
        };
    }

    /** Puts this number, or, if the type does not hold it, another. */
    void put(ByteBuffer to, double value) {
        switch (this) {
            case F64 -> to.putDouble(value);
            case F32 -> to.putFloat((float) value);
            case F16 -> to.putShort(Float.floatToFloat16((float) value));
            case BF16 -> to.putShort((short) (Float.floatToRawIntBits((float) value) >>> 16));
            case I64 -> to.putLong((long) value);
            case I32 -> to.putInt((int) value);
            case I16 -> to.putShort((short) value);
            case I8 -> to.put((byte) value);
            case U64 -> to.putLong(value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE);
            case U32 -> to.putInt((int) (long) value);
            case U16 -> to.putShort((short) value);
            case U8, BOOL -> to.put((byte) value);
            case F8_E4M3 -> to.put(Float8.E4M3.put((float) value));
            case F8_E5M2 -> to.put(Float8.E5M2.put((float) value));
            case F8_E4M3FNUZ -> to.put(Float8.E4M3FNUZ.put((float) value));
            case F8_E5M2FNUZ -> to.put(Float8.E5M2FNUZ.put((float) value));
            case F8_E8M0 -> to.put(Float8.E8M0.put((float) value));
        }
    }
}
