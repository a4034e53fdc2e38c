package gradus.spark;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Messages of tensors on a connection, through one small buffer. A message is the number of its
 * tensors; each tensor is its type (4 or 8, the bytes of a number), its rank, its sizes and its
 * bits, row by row. All is big-endian.
 */
final class TensorStream {
    private static final int BUFFER_BYTES = 1 << 16;

    /** What a process would not send: then the other side is something else. */
    private static final int MOST_TENSORS = 1 << 20;

    private static final int MOST_AXES = 64;

    private final Connection connection;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long written;

    TensorStream(Connection connection) {
        this.connection = connection;
    }

    /** Writes a message; how many bytes it has. */
    long write(ImmutableList<Tensor> tensors) throws IOException {
        written = 0;
        buffer.clear();
        buffer.putInt(tensors.size());
        for (Tensor tensor : tensors) {
            writeHead(tensor);
            if (tensor.dtype() == DType.F32) {
                write(tensor.toFloatArray());
            } else {
                write(tensor.toDoubleArray());
            }
        }
        flush();
        return written;
    }

    private void writeHead(Tensor tensor) throws IOException {
        room((2 + tensor.shape().rank()) * Integer.BYTES);
        buffer.putInt(tensor.dtype() == DType.F32 ? Float.BYTES : Double.BYTES);
        buffer.putInt(tensor.shape().rank());
        for (int axis = 0; axis < tensor.shape().rank(); axis++) {
            buffer.putInt(tensor.shape().dim(axis));
        }
    }

    private void write(float[] numbers) throws IOException {
        for (int at = 0; at < numbers.length; ) {
            room(Float.BYTES);
            int count = Math.min(numbers.length - at, buffer.remaining() / Float.BYTES);
            buffer.slice().asFloatBuffer().put(numbers, at, count);
            buffer.position(buffer.position() + count * Float.BYTES);
            at += count;
        }
    }

    private void write(double[] numbers) throws IOException {
        for (int at = 0; at < numbers.length; ) {
            room(Double.BYTES);
            int count = Math.min(numbers.length - at, buffer.remaining() / Double.BYTES);
            buffer.slice().asDoubleBuffer().put(numbers, at, count);
            buffer.position(buffer.position() + count * Double.BYTES);
            at += count;
        }
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() throws IOException {
        written += buffer.position();
        connection.write(buffer.flip());
        buffer.clear();
    }

    ImmutableList<Tensor> read() throws IOException {
        int count = readInt(MOST_TENSORS, "tensors");
        MutableList<Tensor> tensors = Lists.mutable.empty();
        for (int i = 0; i < count; i++) {
            tensors.add(readTensor());
        }
        return tensors.toImmutable();
    }

    private Tensor readTensor() throws IOException {
        int size = readInt(Double.BYTES, "bytes in a number");
        int[] dims = new int[readInt(MOST_AXES, "axes")];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = readInt(Integer.MAX_VALUE, "numbers along an axis");
        }
        int numbers = Shape.of(dims).size();
        return switch (size) {
            case Float.BYTES -> Tensor.of(readFloats(numbers)).reshape(dims);
            case Double.BYTES -> Tensor.of(readDoubles(numbers)).reshape(dims);
            default -> throw new IOException("needs numbers of 4 or 8 bytes, got " + size);
        };
    }

    private float[] readFloats(int numbers) throws IOException {
        float[] values = new float[numbers];
        for (int at = 0; at < numbers; ) {
            int count = Math.min(numbers - at, buffer.capacity() / Float.BYTES);
            fill(count * Float.BYTES).asFloatBuffer().get(values, at, count);
            at += count;
        }
        return values;
    }

    private double[] readDoubles(int numbers) throws IOException {
        double[] values = new double[numbers];
        for (int at = 0; at < numbers; ) {
            int count = Math.min(numbers - at, buffer.capacity() / Double.BYTES);
            fill(count * Double.BYTES).asDoubleBuffer().get(values, at, count);
            at += count;
        }
        return values;
    }

    private int readInt(int most, String what) throws IOException {
        int value = fill(Integer.BYTES).getInt();
        if (value < 0 || value > most) {
            throw new IOException("needs a message of tensors, got one with " + value + " " + what);
        }
        return value;
    }

    private ByteBuffer fill(int bytes) throws IOException {
        connection.read(buffer.clear().limit(bytes));
        return buffer.flip();
    }
}
