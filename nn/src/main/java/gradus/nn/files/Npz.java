package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Arrays by name in one file, as {@code numpy.savez} and {@code numpy.savez_compressed} write them: a zip file with an entry of {@link Npy}'s
 * format for each.
 *
 * {@snippet lang = java :
 * Npz.of(Lists.immutable.with(StoredTensor.of("x", x), StoredTensor.of("y", y))).write(Path.of("data.npz"));
 * Tensor x = Npz.read(Path.of("data.npz")).tensor("x");
 * }
 *
 * @param tensors in the order of the file
 */
public record Npz(ImmutableList<StoredTensor> tensors) {
    /** The most bytes that {@link #read(Path)} takes, decompressed: 1 GiB. */
    public static final long LIMIT = 1L << 30;

    /**
     * Names must differ, and numbers fit their types.
     *
     * @throws ArgumentException if a name occurs twice or is empty, or a type is one that NumPy does not have or does not hold a number exactly
     */
    public Npz {
        var names = tensors.collect(StoredTensor::name);
        if (names.distinct().size() < names.size() || names.contains("")) {
            throw new ArgumentException("Npz", "names that differ, none empty", names.toString(), "");
        }
        tensors.forEach(tensor -> Npy.requireWritable("Npz", tensor));
    }

    /** Arrays in an order. */
    public static Npz of(ImmutableList<StoredTensor> tensors) {
        return new Npz(tensors);
    }

    /**
     * Reads a file of up to {@link #LIMIT} bytes.
     *
     * @throws DataException as {@link Npy#read}, or if it is no sound zip file, an entry occurs twice, is no array, or more than the limit is in it
     */
    public static Npz read(Path file) {
        return read(file, LIMIT);
    }

    /** As {@link #read(Path)}, with another limit for the decompressed bytes of all arrays together. */
    public static Npz read(Path file, long limit) {
        return new Npz(NpzReader.read(file, limit));
    }

    /**
     * Writes a file, compressed. The same arrays give the same bytes. Whatever happens, there is either the new file, complete, or what was there
     * before.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        AtomicFile.write(file, out -> NpzWriter.write(tensors, out));
    }

    /**
     * The array of a name.
     *
     * @throws ArgumentException if there is none
     */
    public Tensor tensor(String name) {
        return StoredTensor.of("Npz", tensors, name);
    }
}
