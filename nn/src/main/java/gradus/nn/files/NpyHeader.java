package gradus.nn.files;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/** What the header of an array in NumPy's format says. */
record NpyHeader(NumberType type, ByteOrder order, boolean fortran, Shape shape) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;

    /** The longest header that {@code numpy.load} takes, in bytes. */
    private static final int LIMIT = 10_000;

    static NpyHeader read(ByteSource source) throws IOException {
        return dictionary(source).header();
    }

    /** The header of a file whose numbers are read when they are asked for, if it is one. */
    static MappedArray map(ByteSource source, FileMark mark) throws IOException {
        return dictionary(source).map(mark, source.position());
    }

    private static NpyDictionary dictionary(ByteSource source) throws IOException {
        long start = source.position();
        byte[] magic = source.next(MAGIC.length, "the magic number");
        if (!Arrays.equals(magic, MAGIC)) {
            source.refuseOtherKind(magic, "an npy file");
            throw source.wrong(
                    start,
                    "the magic number \\x93NUMPY",
                    "bytes " + HexFormat.ofDelimiter(" ").formatHex(magic),
                    "not an array that numpy.save wrote?");
        }
        int version = source.next(1, "the version")[0];
        int minor = source.next(1, "the version")[0];
        if (version < 1 || version > 3 || minor != 0) {
            throw source.wrong(start + MAGIC.length, "format version 1.0, 2.0 or 3.0", version + "." + minor, "");
        }
        int width = version == 1 ? Short.BYTES : Integer.BYTES;
        long length = 0;
        byte[] digits = source.next(width, "the header's length");
        for (int i = width - 1; i >= 0; i--) {
            length = length << 8 | Byte.toUnsignedInt(digits[i]);
        }
        if (length > LIMIT) {
            throw source.wrong(
                    source.position() - width,
                    "a header of at most " + LIMIT + " bytes, as numpy.load takes",
                    length + "",
                    "damaged?");
        }
        long offset = source.position();
        byte[] text = source.next(length, "the header");
        var charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new NpyDictionary(source, offset, new String(text, charset), version);
    }

    /** The numbers that follow the header. */
    StoredTensor numbers(ByteSource source, String name) throws IOException {
        if (!fortran) {
            return new StoredTensor(name, type, NumberCodec.read(source, type, order, shape, "numbers"));
        }
        int[] turned = shape.dims().toReversed().toArray();
        Tensor columns = NumberCodec.read(source, type, order, Shape.of(turned), "numbers");
        int[] axes = turned.length == 0
                ? turned
                : IntInterval.fromTo(turned.length - 1, 0).toArray();
        return new StoredTensor(name, type, columns.permute(axes));
    }

    static void write(OutputStream out, StoredTensor stored) throws IOException {
        String kind = NpyType.nameOf(stored.type());
        var dims = stored.tensor().shape().dims();
        String tuple = dims.size() == 1 ? "(" + dims.get(0) + ",)" : dims.makeString("(", ", ", ")");
        String text = "{'descr': '" + (stored.type().bytes() == 1 ? "|" : "<") + kind
                + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int fixed = MAGIC.length + 2 + Short.BYTES;
        int padded = (fixed + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
        out.write(MAGIC);
        out.write(ByteBuffer.allocate(2 + Short.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (padded - fixed))
                .array());
        String line = text + " ".repeat(padded - fixed - text.length() - 1) + "\n";
        out.write(line.getBytes(StandardCharsets.US_ASCII));
        NumberCodec.write(out, stored.type(), ByteOrder.LITTLE_ENDIAN, stored.tensor());
    }
}
