package gradus.nn.data;

import gradus.autodiff.GradusException;
import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads one PNG image (ISO/IEC 15948): what libpng reads, as it reads it. What it warns of is said
 * by the logger {@code gradus}: a damaged ancillary chunk, say a text, or bytes after the end.
 * Ancillary chunks change nothing: no light is corrected, no transparency applied. The image's size
 * is looked at before anything is decoded, so that a small file cannot claim much memory.
 */
final class PngImage {
    private static final int MOST_BYTES = 1 << 26;
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int WIDTH_OFFSET = 16;
    private static final int HEADER_END = 33;
    private static final int COLOR_BYTES = 3;
    private static final int MOST_COLORS = 256;

    /** Once red, once green, once blue. */
    private static final int GRAY = 0x010101;

    private final byte[] bytes;
    private final PngChunks chunks;
    private final PngHeader header;
    private final ImageLayout layout;

    private byte[] palette = {};
    private boolean hasPalette;
    private boolean hasData;
    private boolean losesColor;

    private PngImage(byte[] bytes, PngChunks chunks, PngHeader header, ImageLayout layout) {
        this.bytes = bytes;
        this.chunks = chunks;
        this.header = header;
        this.layout = layout;
    }

    private static byte[] sound(ByteSource source, byte[] bytes) throws IOException {
        if (bytes.length < Long.BYTES || ByteBuffer.wrap(bytes).getLong() != SIGNATURE) {
            source.refuseOtherKind(bytes, "a PNG image");
        }
        if (bytes.length < HEADER_END) {
            throw source.wrong(bytes.length, "a PNG header", "the end of the file", "truncated?");
        }
        if (ByteBuffer.wrap(bytes).getLong() != SIGNATURE) {
            throw source.wrong(0, "a PNG header", "other bytes", "");
        }
        return bytes;
    }

    /**
     * Puts the bytes of an image of that layout into an array.
     *
     * @return whether colors were made gray
     */
    static boolean read(Path file, ImageLayout layout, byte[] pixels, int offset) {
        byte[] bytes = ByteSource.read(file, source -> sound(source, source.rest(MOST_BYTES, "a PNG image")));
        var chunks = new PngChunks(file, bytes, Long.BYTES);
        chunks.next();
        PngHeader header = PngHeader.of(chunks, bytes);
        if (header.width() != layout.width() || header.height() != layout.height()) {
            boolean exchanged = header.width() == layout.height() && header.height() == layout.width();
            throw new DataException(
                    file,
                    WIDTH_OFFSET,
                    "an image of " + sides(layout.height(), layout.width()),
                    "one of " + sides(header.height(), header.width()),
                    exchanged ? "exchanged? ImageLayout takes the height first" : "");
        }
        var image = new PngImage(bytes, chunks, header, layout);
        image.read(pixels, offset);
        chunks.say();
        return image.losesColor;
    }

    private static String sides(int height, int width) {
        return "height " + height + " and width " + width;
    }

    private void read(byte[] pixels, int offset) {
        chunks.next();
        while (!chunks.is(PngChunks.END)) {
            if (chunks.is(PngChunks.PALETTE)) {
                palette();
            } else if (chunks.is(PngChunks.DATA)) {
                data(pixels, offset);
            } else if (!chunks.isAncillary()) {
                throw chunks.wrong("one chunk IHDR, then PLTE, IDAT, IEND and ancillary ones", chunks.name(), "");
            }
            chunks.next();
        }
        if (!hasData) {
            throw chunks.wrong("a chunk IDAT before the end", "none", "");
        }
        if (chunks.length() > 0) {
            chunks.remark("chunk IEND is not empty");
        }
        if (chunks.isFollowed()) {
            chunks.remark("more bytes after the end");
        }
    }

    /** Only of an image whose samples are places in it; elsewhere it is a suggestion. */
    private void palette() {
        int length = chunks.length();
        boolean fits = length % COLOR_BYTES == 0 && length > 0 && length <= MOST_COLORS * COLOR_BYTES;
        if (hasData || header.isGray()) {
            chunks.remark("chunk PLTE is out of place");
        } else if (hasPalette) {
            throw chunks.wrong("one palette", "another", "");
        } else if (!fits && !header.hasPalette()) {
            chunks.remark("chunk PLTE is no palette");
        } else if (fits) {
            hasPalette = true;
            int used = Math.min(length, COLOR_BYTES << header.depth());
            palette = Arrays.copyOfRange(bytes, chunks.dataBegin(), chunks.dataBegin() + used);
        } else {
            throw chunks.wrong(
                    "a palette of 1 to 256 colors, three bytes each", GradusException.counted(length, "byte"), "");
        }
    }

    private void data(byte[] pixels, int offset) {
        if (hasData) {
            if (chunks.length() > 0) {
                chunks.remark("another chunk IDAT");
            }
            return;
        }
        if (header.hasPalette() && !hasPalette) {
            throw chunks.wrong("a palette before the data", "none", "");
        }
        hasData = true;
        try (var data = new PngData(chunks, bytes, header)) {
            data.rows((samples, row, first, by, count) -> {
                for (int i = 0; i < count; i++) {
                    put(header.color(samples, i, palette), row, first + i * by, pixels, offset);
                }
            });
        }
    }

    private void put(int color, int row, int column, byte[] pixels, int offset) {
        losesColor |= layout.channels() == 1 && component(color, 0) * GRAY != color;
        for (int channel = 0; channel < layout.channels(); channel++) {
            int value = layout.channels() == 1 ? gray(color) : component(color, channel);
            pixels[offset + layout.place(row, column, channel)] = (byte) value;
        }
    }

    private static int component(int color, int channel) {
        return color >> (16 - 8 * channel) & 0xff;
    }

    private static int gray(int color) {
        return (component(color, 0) + component(color, 1) + component(color, 2) + 1) / 3;
    }
}
