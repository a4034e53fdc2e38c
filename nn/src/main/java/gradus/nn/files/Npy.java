package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.nio.file.Path;

/**
 * Files of one array as {@code numpy.save} writes them: format versions 1 to 3, numbers and truth
 * values in either byte order, in C or Fortran order. Kern, NumPy Enhancement Proposal 1.
 */
public final class Npy {
    private Npy() {}

    /**
     * Reads a file.
     *
     * @return the array under the file's name without {@code .npy}; types that tensors do not have
     *     are converted as {@link NumberType} says
     * @throws DataException if it is missing, truncated, damaged, has other elements than numbers,
     *     a number that no tensor holds exactly, or more than one array
     */
    public static StoredTensor read(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return ByteSource.readPlain(file, source -> {
            StoredTensor read = NpyHeader.read(source).numbers(source, withoutEnding(name));
            source.end("a second array? numpy.load reads the first alone; a file of several is Npz's");
            return read;
        });
    }

    /**
     * Opens a file of any size, whose rows are read when they are asked for, as data sets larger than
     * memory are: axis 0 counts the rows.
     *
     * @throws DataException as {@link #read}, or if it is in Fortran order or has a single number
     */
    public static MappedArray mapped(Path file) {
        FileMark mark = FileMark.of(file);
        return ByteSource.readPlain(file, source -> NpyHeader.map(source, mark));
    }

    static String withoutEnding(String name) {
        return name.endsWith(".npy") ? name.substring(0, name.length() - ".npy".length()) : name;
    }

    /**
     * Writes a tensor in its own type, in C order. Whatever happens, there is either the new file,
     * complete, or what was there before.
     *
     * @throws ArgumentException if the name promises another format, as {@code data.npz} does
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public static void write(Path file, Tensor tensor) {
        write(file, StoredTensor.of("", tensor));
    }

    /**
     * As {@link #write(Path, Tensor)}, in another type.
     *
     * @throws ArgumentException if the type is one that NumPy does not have, or does not hold each
     *     number exactly
     */
    public static void write(Path file, StoredTensor stored) {
        requireWritable("Npy", stored);
        FileSuffix.requireOwn("Npy.write", file, FileSuffix.NPY);
        AtomicFile.write(file, out -> NpyHeader.write(out, stored));
    }

    static void requireWritable(String operator, StoredTensor stored) {
        if (NpyType.nameOf(stored.type()) == null) {
            throw new ArgumentException(
                    operator, "a type that NumPy has", stored.type().toString(), "use F32");
        }
        NumberCodec.requireExact(operator, stored);
    }
}
