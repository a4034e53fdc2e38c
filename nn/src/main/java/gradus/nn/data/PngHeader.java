package gradus.nn.data;

import gradus.autodiff.GradusException;
import java.nio.ByteBuffer;
import org.eclipse.collections.impl.factory.primitive.IntSets;

/**
 * What the first chunk of a PNG image says.
 *
 * @param depth bits a sample
 * @param color the type of color: 0 gray, 2 red, green, blue, 3 places in a palette; 4 more with
 *     transparency
 */
record PngHeader(int width, int height, int depth, int color, boolean interlaced) {
    private static final int LENGTH = 13;
    private static final int PALETTE_COLOR = 3;
    private static final int COLORED = 2;
    private static final int TRANSPARENT = 4;
    private static final int WIDEST = 16;

    /** The most pixels of a side that libpng takes. */
    private static final int LONGEST = 1_000_000;

    /** The current chunk as a header. */
    static PngHeader of(PngChunks chunks, byte[] bytes) {
        if (!chunks.is(PngChunks.HEADER) || chunks.length() != LENGTH) {
            throw chunks.wrong(
                    "the chunk IHDR of " + LENGTH + " bytes",
                    chunks.name() + " of " + GradusException.counted(chunks.length(), "byte"),
                    "");
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes, chunks.dataBegin(), LENGTH);
        int width = fields.getInt();
        int height = fields.getInt();
        int depth = fields.get();
        int color = fields.get();
        int compression = fields.get();
        int filter = fields.get();
        int interlacing = fields.get();
        if (width < 1 || height < 1 || width > LONGEST || height > LONGEST) {
            throw chunks.wrong("sides of 1 to " + LONGEST + " pixels", "height " + height + " and width " + width, "");
        }
        if (!fits(depth, color) || compression != 0 || filter != 0 || interlacing < 0 || interlacing > 1) {
            throw chunks.wrong(
                    "a depth, color type, compression, filter and interlacing that PNG has",
                    depth + ", " + color + ", " + compression + ", " + filter + ", " + interlacing,
                    "");
        }
        return new PngHeader(width, height, depth, color, interlacing == 1);
    }

    private static boolean fits(int depth, int color) {
        return switch (color) {
            case 0 -> IntSets.immutable.with(1, 2, 4, Byte.SIZE, WIDEST).contains(depth);
            case PALETTE_COLOR -> IntSets.immutable.with(1, 2, 4, Byte.SIZE).contains(depth);
            case COLORED, TRANSPARENT, COLORED | TRANSPARENT -> depth == Byte.SIZE || depth == WIDEST;
            default -> false;
        };
    }

    boolean hasPalette() {
        return color == PALETTE_COLOR;
    }

    boolean isGray() {
        return (color & COLORED) == 0;
    }

    /** How many bits a pixel has. */
    int pixelBits() {
        int samples = isGray() || hasPalette() ? 1 : 3;
        return depth * (samples + ((color & TRANSPARENT) == 0 ? 0 : 1));
    }

    /** How many bytes a row of so many pixels has. */
    int rowBytes(int pixels) {
        return Math.toIntExact(((long) pixels * pixelBits() + Byte.SIZE - 1) / Byte.SIZE);
    }

    /**
     * Red, green and blue of a pixel of a row, each from 0 to 255, in the lower three bytes.
     *
     * @param palette the colors that the samples are places of, three bytes each; empty if they are
     *     no places
     */
    int color(byte[] row, int pixel, byte[] palette) {
        if (hasPalette()) {
            int place = 3 * bits(row, pixel);
            return place + 3 > palette.length ? 0 : color(palette[place], palette[place + 1], palette[place + 2]);
        }
        if (isGray() && depth < Byte.SIZE) {
            return bits(row, pixel) * 255 / ((1 << depth) - 1) * 0x010101;
        }
        int begin = pixel * pixelBits() / Byte.SIZE;
        int red = sample(row, begin, 0);
        return isGray() ? red * 0x010101 : red << 16 | sample(row, begin, 1) << 8 | sample(row, begin, 2);
    }

    private static int color(byte red, byte green, byte blue) {
        return Byte.toUnsignedInt(red) << 16 | Byte.toUnsignedInt(green) << 8 | Byte.toUnsignedInt(blue);
    }

    /** A sample of 8 bits or fewer. */
    private int bits(byte[] row, int pixel) {
        int bit = pixel * depth;
        return row[bit / Byte.SIZE] >> (Byte.SIZE - depth - bit % Byte.SIZE) & ((1 << depth) - 1);
    }

    /** A sample of 8 bits, or the nearest to one of 16 bits. */
    private int sample(byte[] row, int begin, int number) {
        if (depth == Byte.SIZE) {
            return Byte.toUnsignedInt(row[begin + number]);
        }
        int place = begin + 2 * number;
        int wide = Byte.toUnsignedInt(row[place]) << Byte.SIZE | Byte.toUnsignedInt(row[place + 1]);
        return (wide * 255 + 32767) / 65535;
    }
}
