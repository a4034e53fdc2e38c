package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Numbers in bytes, piece by piece, so that beside the tensor hardly any memory is taken. */
final class NumberCodec {
    private static final int PIECE = 1 << 13;

    private NumberCodec() {}

    /**
     * Reads as many numbers as the shape has; the space for them is taken only if the file can be
     * that long.
     *
     * @throws UnheldException if a tensor does not hold one of them exactly; all are read over then
     * @throws NoMemoryException if there is no memory for them
     */
    static Tensor read(ByteSource source, NumberType type, ByteOrder order, Shape shape, String what)
            throws IOException {
        source.require((long) shape.size() * type.bytes(), what);
        MemoryAtHand.require(source.file(), memory(type, shape), what, "");
        DataException unheld = null;
        float[] floats = new float[type.dtype() == DType.F32 ? shape.size() : 0];
        double[] doubles = new double[type.dtype() == DType.F64 ? shape.size() : 0];
        for (int done = 0; done < shape.size(); done += PIECE) {
            int count = Math.min(PIECE, shape.size() - done);
            long offset = source.position();
            ByteBuffer bytes = ByteBuffer.wrap(source.next((long) count * type.bytes(), what))
                    .order(order);
            unheld = unheld == null ? unheld(source, type, bytes, offset) : unheld;
            bytes.rewind();
            if (type == NumberType.F32) {
                bytes.asFloatBuffer().get(floats, done, count);
            } else if (type == NumberType.F64) {
                bytes.asDoubleBuffer().get(doubles, done, count);
            } else {
                convert(bytes, type, floats, doubles, done);
            }
        }
        if (unheld != null) {
            throw unheld;
        }
        return (type.dtype() == DType.F32 ? Tensor.of(floats) : Tensor.of(doubles)).reshape(shape.toArray());
    }

    /** How many bytes a tensor takes: its numbers, and once more while it is made. */
    static long memory(NumberType type, Shape shape) {
        return 2L * shape.size() * (type.dtype() == DType.F32 ? Float.BYTES : Double.BYTES);
    }

    /** What is to be said of the first number that a tensor does not hold, or null. */
    private static @Nullable DataException unheld(ByteSource source, NumberType type, ByteBuffer bytes, long offset) {
        if (type != NumberType.I64 && type != NumberType.U64) {
            return null;
        }
        while (bytes.hasRemaining()) {
            int place = bytes.position();
            if (!type.holds(bytes)) {
                long number = bytes.getLong(place);
                String got = type == NumberType.I64 ? number + "" : Long.toUnsignedString(number);
                return source.unheld(offset + place, "a whole number that F64 holds exactly", got, "");
            }
        }
        return null;
    }

    private static void convert(ByteBuffer bytes, NumberType type, float[] floats, double[] doubles, int from) {
        boolean single = type.dtype() == DType.F32;
        for (int i = from; bytes.hasRemaining(); i++) {
            double number = type.get(bytes);
            if (single) {
                floats[i] = (float) number;
            } else {
                doubles[i] = number;
            }
        }
    }

    /**
     * Checks that each number can be stored in this type without a change.
     *
     * @throws ArgumentException if not
     */
    static void requireExact(String operator, StoredTensor stored) {
        NumberType type = stored.type();
        if (type == NumberType.of(stored.tensor().dtype()) || type == NumberType.F64) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
        for (double number : stored.tensor().toDoubleArray()) {
            type.put(bytes.clear(), number);
            double back = type.get(bytes.flip());
            if (type.isBeyond(number) || (back != number && !(Double.isNaN(back) && Double.isNaN(number)))) {
                throw new ArgumentException(
                        operator + ", " + stored.name(), "numbers that " + type + " holds exactly", number + "", "");
            }
        }
    }

    /** Writes all numbers of a tensor. */
    static void write(OutputStream out, NumberType type, ByteOrder order, Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PIECE * type.bytes()).order(order);
        if (type == NumberType.F32 && tensor.dtype() == DType.F32) {
            float[] floats = tensor.toFloatArray();
            for (int done = 0; done < floats.length; done += PIECE) {
                int count = Math.min(PIECE, floats.length - done);
                bytes.asFloatBuffer().put(floats, done, count);
                out.write(bytes.array(), 0, count * type.bytes());
            }
            return;
        }
        for (double number : tensor.toDoubleArray()) {
            type.put(bytes, number);
            if (!bytes.hasRemaining()) {
                out.write(bytes.array(), 0, bytes.position());
                bytes.clear();
            }
        }
        out.write(bytes.array(), 0, bytes.position());
    }
}
