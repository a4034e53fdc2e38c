package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Arrays by name in one file, as {@code numpy.savez} and {@code numpy.savez_compressed} write them:
 * a zip file with an entry of {@link Npy}'s format for each.
 *
 * {@snippet lang = java :
 * Npz.of(Lists.immutable.with(StoredTensor.of("x", x), StoredTensor.of("y", y))).write(Path.of("data.npz"));
 * Tensor x = Npz.read(Path.of("data.npz")).tensor("x");
 * }
 *
 * @param tensors in the order of the file
 * @param unread what a file has beside them that no tensor can hold: texts, objects, dates, complex
 *     numbers and structures, whole numbers that F64 does not hold exactly; and entries that are
 *     no arrays
 */
public record Npz(ImmutableList<StoredTensor> tensors, ImmutableList<UnreadTensor> unread) {
    /** The most bytes that {@link #read(Path)} takes, decompressed: 1 GiB. */
    public static final long LIMIT = 1L << 30;

    /**
     * Names must differ, and numbers fit their types.
     *
     * @throws ArgumentException if a name occurs twice or is empty, or a type is one that NumPy
     *     does not have or does not hold a number exactly
     */
    public Npz {
        var names = tensors.collect(StoredTensor::name);
        if (names.distinct().size() < names.size() || names.contains("")) {
            throw new ArgumentException("Npz", "names that differ, none empty", names.toString(), "");
        }
        tensors.forEach(tensor -> Npy.requireWritable("Npz", tensor));
    }

    /** Arrays all of which were read. */
    public Npz(ImmutableList<StoredTensor> tensors) {
        this(tensors, Lists.immutable.empty());
    }

    /** Arrays in an order. */
    public static Npz of(ImmutableList<StoredTensor> tensors) {
        return new Npz(tensors);
    }

    /**
     * Reads a file of up to {@link #LIMIT} bytes. Types that tensors do not have are converted as
     * {@link NumberType} says. An entry that is whole but no array of numbers is {@link #unread},
     * and refused when it is asked for; the others are read.
     *
     * @throws DataException if it is missing, no sound zip file, an entry is neither stored nor
     *     deflated, an entry occurs twice or is
     *     damaged, more than the limit or than the memory at hand is in it, or none of its entries
     *     can be read
     */
    public static Npz read(Path file) {
        return read(file, LIMIT);
    }

    /**
     * As {@link #read(Path)}, with another limit for the decompressed bytes of all arrays together.
     */
    public static Npz read(Path file, long limit) {
        return NpzReader.read(file, limit);
    }

    /**
     * Writes a file, compressed. The same arrays give the same bytes. Whatever happens, there is
     * either the new file, complete, or what was there before.
     *
     * @throws ArgumentException if some arrays were not read, or the name promises another format,
     *     as {@code data.npy} does
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        if (unread.notEmpty()) {
            throw new ArgumentException(
                    "Npz.write",
                    "arrays that were all read",
                    "some that were not: " + unread.collect(UnreadTensor::name).makeString(),
                    "Npz.of(file.tensors()) has the others alone");
        }
        FileSuffix.requireOwn("Npz.write", file, FileSuffix.NPZ, "zip");
        AtomicFile.write(file, out -> NpzWriter.write(tensors, out));
    }

    /**
     * The array of a name.
     *
     * @throws ArgumentException if there is none
     * @throws DataException if it was not read, and why
     */
    public Tensor tensor(String name) {
        return UnreadTensor.find("Npz", tensors, unread, name);
    }

    /**
     * This file, if all its entries were read.
     *
     * @throws DataException if one was not, and why
     */
    public Npz whole() {
        UnreadTensor.requireNone(unread);
        return this;
    }

    /** A line for each array: its name, type and shape. */
    @Override
    public String toString() {
        return StoredTensor.lines("Npz of " + GradusException.counted(tensors.size(), "array"), tensors, unread);
    }
}
