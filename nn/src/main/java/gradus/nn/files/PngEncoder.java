package gradus.nn.files;

import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Tensors as PNG files of 8 bits a channel: ISO/IEC 15948. */
final class PngEncoder {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int COLOR_TYPE = 25;
    private static final int RGB = 2;

    private PngEncoder() {}

    static boolean isPng(byte[] bytes) {
        return bytes.length > COLOR_TYPE && Arrays.equals(SIGNATURE, Arrays.copyOf(bytes, SIGNATURE.length));
    }

    /**
     * How many channels a PNG file has: 1 gray, 2 with transparency, 3 colors (also from a
     * palette), 4 with transparency.
     */
    static int channels(byte[] png) {
        return switch (png[COLOR_TYPE]) {
            case 0 -> 1;
            case 4 -> 2;
            case 6 -> 4;
            default -> 3;
        };
    }

    static byte[] encode(Tensor pixels) {
        Shape shape = pixels.shape();
        boolean colored = shape.rank() == 3 && shape.dim(0) == 3;
        if (!(shape.rank() == 2 || colored) || shape.size() == 0) {
            throw new ShapeException(
                    "TensorBoard.image", "pixels [height, width] or [3, height, width]", shape.toString(), "");
        }
        int height = shape.dim(shape.rank() - 2);
        int width = shape.dim(shape.rank() - 1);
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) (colored ? RGB : 0))
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflated(lines(pixels.toDoubleArray(), width, height, colored ? 3 : 1)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Each line begins with a 0, which says that it is not filtered. */
    private static byte[] lines(double[] pixels, int width, int height, int channels) {
        var lines = ByteBuffer.allocate(Math.multiplyExact(height, 1 + Math.multiplyExact(width, channels)));
        for (int row = 0; row < height; row++) {
            lines.put((byte) 0);
            for (int column = 0; column < width; column++) {
                for (int channel = 0; channel < channels; channel++) {
                    double light = pixels[(channel * height + row) * width + column];
                    lines.put((byte) Math.rint(255 * Math.clamp(light, 0.0, 1.0)));
                }
            }
        }
        return lines.array();
    }

    private static byte[] deflated(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(out)) {
            deflated.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) checksum.getValue())
                .array());
    }
}
