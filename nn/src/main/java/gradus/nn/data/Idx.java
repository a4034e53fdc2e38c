package gradus.nn.data;

import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import gradus.nn.files.FileMark;
import gradus.nn.files.MappedArray;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * A file of unsigned bytes in the IDX format of the MNIST database: the magic number {@code 0x0800
 * + axes}, the length of each axis as a 32-bit number, most significant byte first, then the bytes.
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
 */
public final class Idx {
    private static final int UNSIGNED_BYTES = 0x0800;
    private static final long LIMIT = 1L << 30;

    private final ImmutableIntList dims;
    private final byte[] bytes;

    private Idx(ImmutableIntList dims, byte[] bytes) {
        this.dims = dims;
        this.bytes = bytes;
    }

    /**
     * Reads a file, gzipped or plain, of up to 1 GiB.
     *
     * @param example the lengths of all axes but the first, which counts the examples: {@code 28,
     *     28} for MNIST's images, nothing for its labels
     * @throws DataException if the file is missing, damaged, truncated, too long, or has other axes
     */
    public static Idx read(Path file, int... example) {
        return ByteSource.read(file, source -> read(source, IntLists.immutable.with(example)));
    }

    /**
     * Opens a plain file of any size, whose examples are read when they are asked for; {@code
     * Idx.mapped(file, 28, 28).pixels()} are images as {@link Mnist} has them.
     *
     * @param example as for {@link #read}
     * @throws DataException as {@link #read}, or if the file is gzipped
     */
    public static MappedArray mapped(Path file, int... example) {
        FileMark mark = FileMark.of(file);
        return ByteSource.read(file, source -> {
            if (source.isCompressed()) {
                throw source.wrong(0, "a plain IDX file", "a gzipped one", "unpack it; StreamedDataset.idx reads both");
            }
            int count = count(source, IntLists.immutable.with(example));
            ImmutableIntList dims = IntLists.immutable.with(count).newWithAll(IntLists.immutable.with(example));
            return MappedArray.ofBytes(mark, source.position(), dims);
        });
    }

    private static Idx read(ByteSource source, ImmutableIntList example) throws IOException {
        int count = count(source, example);
        long size = example.injectInto((long) count, (Long product, int length) -> product * length);
        if (size > LIMIT) {
            throw source.wrong(4, "at most " + LIMIT + " bytes", count + " examples, " + size + " bytes", "");
        }
        byte[] bytes = source.next(size, "data");
        source.end();
        return new Idx(IntLists.immutable.with(count).newWithAll(example), bytes);
    }

    /** Reads the header: how many examples there are. */
    static int count(ByteSource source, ImmutableIntList example) throws IOException {
        requireMagic(source, UNSIGNED_BYTES + 1 + example.size());
        int count = source.nextInt("a count");
        if (count < 0) {
            throw source.wrong(4, "a count of 0 or more", count + "", "");
        }
        for (int axis = 0; axis < example.size(); axis++) {
            int length = source.nextInt("an axis length");
            if (length != example.get(axis)) {
                throw source.wrong(
                        8 + 4L * axis, "axis " + (axis + 1) + " of length " + example.get(axis), length + "", "");
            }
        }
        return count;
    }

    private static void requireMagic(ByteSource source, int need) throws IOException {
        int magic = source.nextInt("the magic number");
        if (magic != need) {
            if ((magic & ~0xff) != UNSIGNED_BYTES) {
                byte[] first = ByteBuffer.allocate(Integer.BYTES).putInt(magic).array();
                source.refuseOtherKind(first, "an IDX file of bytes, plain or gzipped");
            }
            throw source.wrong(
                    0,
                    "the magic number 0x%08x (unsigned bytes, axes: %d)".formatted(need, need - UNSIGNED_BYTES),
                    "0x%08x".formatted(magic),
                    (magic & ~0xff) == UNSIGNED_BYTES
                            ? "images and labels exchanged?"
                            : "not an IDX file of bytes, plain or gzipped");
        }
    }

    /** The lengths of the axes; the first counts the examples. */
    public ImmutableIntList dims() {
        return dims;
    }

    /** How many examples. */
    public int count() {
        return dims.get(0);
    }

    /** The byte at a place in row-major order, 0 to 255. */
    public int get(int position) {
        return Byte.toUnsignedInt(bytes[position]);
    }

    /** All bytes in row-major order; not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Its axes, such as {@code Idx of unsigned bytes [60000, 28, 28]}. */
    @Override
    public String toString() {
        return "Idx of unsigned bytes " + dims;
    }
}
