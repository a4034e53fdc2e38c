package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * An array in a file of any size, {@code [n, ...]}, of which rows are read when they are asked for: the
 * file is mapped into memory, outside of Java's heap, and the operating system keeps what is in use.
 * {@code Npy.mapped} and {@code Idx.mapped} open one. Immutable, safe to share between threads. The
 * mapping ends when nobody uses the array any more.
 *
 * <p>A file that is changed meanwhile, by its size or the time of its last change, is refused with a
 * {@link DataException} when rows are read.
 */
public final class MappedArray {
    private static final float WHITE = 255;

    /** So many numbers of other types are read at once. */
    private static final int AT_ONCE = 1 << 12;

    private final FileMark mark;
    private final MemorySegment numbers;
    private final NumberType type;
    private final ByteOrder order;
    private final int count;
    private final Shape row;
    private final boolean pixels;

    private MappedArray(
            FileMark mark,
            MemorySegment numbers,
            NumberType type,
            ByteOrder order,
            int count,
            Shape row,
            boolean pixels) {
        this.mark = mark;
        this.numbers = numbers;
        this.type = type;
        this.order = order;
        this.count = count;
        this.row = row;
        this.pixels = pixels;
    }

    /**
     * Maps numbers in C order.
     *
     * @param offset where they begin
     * @param dims of the array: the first axis counts the rows
     * @throws DataException if the file has fewer bytes or more
     */
    static MappedArray of(FileMark mark, long offset, NumberType type, ByteOrder order, ImmutableIntList dims) {
        if (dims.isEmpty()) {
            throw new DataException(
                    mark.file(), DataException.NOWHERE, "an array [n, ...]", "a single number", "Npy.read reads it");
        }
        Shape row = Shape.of(Arrays.copyOfRange(dims.toArray(), 1, dims.size()));
        long bytes = mark.requireRows(offset, dims.get(0), (long) row.size() * type.bytes());
        try (FileChannel channel = FileChannel.open(mark.file(), StandardOpenOption.READ)) {
            MemorySegment numbers = channel.map(FileChannel.MapMode.READ_ONLY, offset, bytes, Arena.ofAuto());
            return new MappedArray(mark, numbers, type, order, dims.get(0), row, false);
        } catch (IOException | UnsupportedOperationException e) {
            var unreadable = new DataException(
                    mark.file(), DataException.NOWHERE, "a file that can be mapped into memory", e.toString(), "");
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    /**
     * Maps unsigned bytes.
     *
     * @param offset where they begin
     * @param dims of the array: the first axis counts the rows
     * @throws DataException if the file has fewer bytes or more, or has changed
     */
    public static MappedArray ofBytes(FileMark mark, long offset, ImmutableIntList dims) {
        return of(mark, offset, NumberType.U8, ByteOrder.BIG_ENDIAN, dims);
    }

    /** The file. */
    public Path file() {
        return mark.file();
    }

    /** How many rows. */
    public int count() {
        return count;
    }

    /** The shape of each. */
    public Shape row() {
        return row;
    }

    /** How the file stores the numbers. */
    public NumberType type() {
        return type;
    }

    /** Whether rows are {@link #indices}, as of files of whole numbers; otherwise they are tensors. */
    public boolean isWhole() {
        return !pixels && type.isWhole();
    }

    /**
     * The same bytes as numbers from 0 to 1, divided by 255, each row a vector: images as other data sets
     * have them.
     *
     * @throws ArgumentException unless the file has unsigned bytes
     */
    public MappedArray pixels() {
        if (type != NumberType.U8) {
            throw new ArgumentException("MappedArray.pixels", "unsigned bytes, U8", type + " in " + mark.file(), "");
        }
        return new MappedArray(mark, numbers, type, order, count, Shape.of(row.size()), true);
    }

    /**
     * Some rows, {@code [rows, ...]}.
     *
     * @throws IndexException if there is no such row
     * @throws DataException if somebody changed the file, it cannot be read, or a tensor does not hold a number
     * @throws ArgumentException if the rows are whole numbers, or more numbers than an array has
     */
    public Tensor tensor(int... rows) {
        if (isWhole()) {
            throw new ArgumentException("MappedArray.tensor", "numbers that are not whole", this + "", "use indices");
        }
        int size = requireRows(rows);
        return unchanged(() -> type.dtype() == DType.F32 ? floats(rows, size) : doubles(rows, size))
                .reshape(dims(rows.length));
    }

    private Tensor floats(int[] rows, int size) {
        float[] taken = new float[size];
        int width = row.size();
        byte[] bytes = new byte[pixels ? width : 0];
        for (int i = 0; i < rows.length; i++) {
            long from = (long) rows[i] * width * type.bytes();
            if (pixels) {
                MemorySegment.copy(numbers, ValueLayout.JAVA_BYTE, from, bytes, 0, width);
                for (int j = 0; j < width; j++) {
                    taken[i * width + j] = Byte.toUnsignedInt(bytes[j]) / WHITE;
                }
            } else if (type == NumberType.F32) {
                MemorySegment.copy(
                        numbers, ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order), from, taken, i * width, width);
            }
        }
        if (!pixels && type != NumberType.F32) {
            read(rows, (place, number) -> taken[place] = (float) number);
        }
        return Tensor.of(taken);
    }

    private Tensor doubles(int[] rows, int size) {
        double[] taken = new double[size];
        int width = row.size();
        for (int i = 0; i < rows.length; i++) {
            MemorySegment.copy(
                    numbers,
                    ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(order),
                    (long) rows[i] * width * type.bytes(),
                    taken,
                    i * width,
                    width);
        }
        return Tensor.of(taken);
    }

    /**
     * Some rows of whole numbers, {@code [rows, ...]}.
     *
     * @throws IndexException if there is no such row
     * @throws DataException if somebody changed the file, it cannot be read, or a number has more than 32 bits
     * @throws ArgumentException if the rows are tensors, or more numbers than an array has
     */
    public Indices indices(int... rows) {
        if (!isWhole()) {
            throw new ArgumentException("MappedArray.indices", "whole numbers", this + "", "use tensor");
        }
        int size = requireRows(rows);
        int[] taken = unchanged(() -> wholes(rows, size));
        return Indices.of(Shape.of(dims(rows.length)), taken);
    }

    private int[] wholes(int[] rows, int size) {
        int[] taken = new int[size];
        read(rows, (place, number) -> {
            taken[place] = (int) number;
            if (taken[place] != number) {
                throw new DataException(
                        mark.file(),
                        DataException.NOWHERE,
                        "whole numbers of 32 bits",
                        number + " in row " + rows[place / row.size()],
                        "");
            }
        });
        return taken;
    }

    /** What is done with a number. */
    private interface Taker {
        void take(int place, double number);
    }

    /** All numbers of some rows, one after the other. */
    private void read(int[] rows, Taker taker) {
        int width = row.size();
        byte[] bytes = new byte[Math.min(width, AT_ONCE) * type.bytes()];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        int place = 0;
        for (int number : rows) {
            for (int done = 0; done < width; done += AT_ONCE) {
                int now = Math.min(AT_ONCE, width - done);
                long from = ((long) number * width + done) * type.bytes();
                MemorySegment.copy(numbers, ValueLayout.JAVA_BYTE, from, bytes, 0, now * type.bytes());
                buffer.clear();
                for (int i = 0; i < now; i++) {
                    taker.take(place++, type.get(buffer));
                }
            }
        }
    }

    private int requireRows(int[] rows) {
        for (int number : rows) {
            if (number < 0 || number >= count) {
                throw new IndexException("MappedArray", "rows from 0 to " + (count - 1), number + "", "");
            }
        }
        if ((long) rows.length * row.size() > Integer.MAX_VALUE) {
            throw new ArgumentException(
                    "MappedArray",
                    "rows of at most " + Integer.MAX_VALUE + " numbers together",
                    rows.length + " of shape " + row + " in " + mark.file(),
                    "take fewer at once");
        }
        return rows.length * row.size();
    }

    private int[] dims(int rows) {
        int[] dims = new int[1 + row.rank()];
        dims[0] = rows;
        System.arraycopy(row.toArray(), 0, dims, 1, row.rank());
        return dims;
    }

    /**
     * Looks at the file when it is read: what was changed before, or meanwhile, shows then too. One that became
     * shorter has no bytes there, and Java throws an error.
     */
    private <T> T unchanged(Supplier<T> reading) {
        try {
            T read = reading.get();
            mark.requireUnchanged();
            return read;
        } catch (DataException wrong) { // numbers of a changed file may be any
            mark.requireUnchanged();
            throw wrong;
        } catch (InternalError lost) {
            mark.requireUnchanged();
            var unreadable = new DataException(
                    mark.file(), DataException.NOWHERE, "bytes that can be read", lost + "", "is the disk at fault?");
            unreadable.initCause(lost);
            throw unreadable;
        }
    }

    /** Its file, type and shape. */
    @Override
    public String toString() {
        return mark.file() + ": " + type + Arrays.toString(dims(count));
    }
}
