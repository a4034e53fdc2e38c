package gradus.nn.data;

import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads one PNG image (ISO/IEC 15948). Its size is looked at before anything is decoded, so that a small file cannot claim much memory. */
final class PngImage {
    private static final int MOST_BYTES = 1 << 26;
    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int HEADER_TYPE = 0x49484452;
    private static final int END_TYPE = 0x49454e44;
    private static final int CHUNK_FRAME = 12;
    private static final int WIDTH_OFFSET = 16;
    private static final int HEADER_END = 33;

    private PngImage() {}

    /** Puts the bytes of an image of that layout into an array. */
    static void read(Path file, ImageLayout layout, byte[] pixels, int offset) {
        byte[] bytes = ByteSource.read(file, source -> source.rest(MOST_BYTES, "a PNG image"));
        requireHeader(file, bytes, layout);
        requireChunks(file, bytes);
        Sampler sampler = sampler(decode(file, bytes));
        for (int row = 0; row < layout.height(); row++) {
            for (int column = 0; column < layout.width(); column++) {
                int color = sampler.color(row, column);
                for (int channel = 0; channel < layout.channels(); channel++) {
                    pixels[offset + layout.place(row, column, channel)] =
                            (byte) (layout.channels() == 1 ? gray(color) : component(color, channel));
                }
            }
        }
    }

    /** Red, green and blue of a pixel, each from 0 to 255, in the lower three bytes. */
    private interface Sampler {
        int color(int row, int column);
    }

    /** Of gray samples the JDK says that they are linear light and makes other numbers of them; a palette it leaves alone. */
    private static Sampler sampler(BufferedImage image) {
        Raster raster = image.getRaster();
        boolean gray = raster.getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
        if (!gray) {
            return (row, column) -> image.getRGB(column, row);
        }
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        return (row, column) -> (raster.getSample(column, row, 0) * 255 + most / 2) / most * 0x010101;
    }

    private static int component(int color, int channel) {
        return color >> (16 - 8 * channel) & 0xff;
    }

    private static int gray(int color) {
        return (component(color, 0) + component(color, 1) + component(color, 2) + 1) / 3;
    }

    private static void requireHeader(Path file, byte[] bytes, ImageLayout layout) {
        if (bytes.length < HEADER_END) {
            throw wrong(file, bytes.length, "a PNG header", "the end of the file", "truncated?");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (header.getLong() != SIGNATURE || header.getInt(Long.BYTES + Integer.BYTES) != HEADER_TYPE) {
            throw wrong(file, 0, "a PNG header", "other bytes", "");
        }
        int width = header.getInt(WIDTH_OFFSET);
        int height = header.getInt(WIDTH_OFFSET + Integer.BYTES);
        if (width != layout.width() || height != layout.height()) {
            throw wrong(
                    file,
                    WIDTH_OFFSET,
                    "an image of " + layout.width() + " x " + layout.height() + " pixels",
                    width + " x " + height,
                    "");
        }
    }

    /** The JDK's decoder neither compares checksums nor minds an end too early: each chunk has a length, a type, bytes and a checksum. */
    private static void requireChunks(Path file, byte[] bytes) {
        ByteBuffer chunks = ByteBuffer.wrap(bytes).position(Long.BYTES);
        int type = 0;
        while (type != END_TYPE) {
            int begin = chunks.position();
            if (chunks.remaining() < CHUNK_FRAME) {
                throw wrong(file, begin, "another chunk", "the end of the file", "truncated?");
            }
            int length = chunks.getInt();
            if (length < 0 || length > chunks.remaining() - 2 * Integer.BYTES) {
                throw wrong(
                        file,
                        begin,
                        "a chunk that fits the file",
                        "one of " + Integer.toUnsignedString(length) + " bytes",
                        "truncated?");
            }
            CRC32 checksum = new CRC32();
            checksum.update(bytes, chunks.position(), Integer.BYTES + length);
            type = chunks.getInt();
            if (chunks.position(chunks.position() + length).getInt() != (int) checksum.getValue()) {
                throw wrong(file, begin, "a chunk with the right checksum", "a damaged one", "");
            }
        }
        if (chunks.hasRemaining()) {
            throw wrong(file, chunks.position(), "the end of the file", "more bytes", "");
        }
    }

    private static BufferedImage decode(Path file, byte[] bytes) {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            // without its texts and profiles, which may be compressed and huge
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            // the decoder of the JDK meets much of what may be wrong in a file with unchecked exceptions
            DataException exception = wrong(file, DataException.NOWHERE, "a sound PNG image", e.toString(), "");
            exception.initCause(e);
            throw exception;
        } finally {
            reader.dispose();
        }
    }

    private static DataException wrong(Path file, long offset, String need, String got, String hint) {
        return new DataException(file, offset, need, got, hint);
    }
}
