package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;

/**
 * Tensors by name, with some strings, as a value that is written to a safetensors file and read
 * from one: the format of Hugging Face, which PyTorch, JAX and others exchange. The length of the
 * header (64 bits, least significant byte first), the header (JSON), the numbers (least significant
 * byte first, row-major).
 *
 * {@snippet lang = java :
 * Safetensors.of(Lists.immutable.with(StoredTensor.of("0.weight", weight))).write(Path.of("model.safetensors"));
 * Tensor weight = Safetensors.read(Path.of("model.safetensors")).tensor("0.weight");
 * }
 *
 * @param metadata the strings under {@code __metadata__}
 * @param tensors in the order of the header
 * @param unread what a file has beside them that no tensor can hold: {@code F4}, {@code F6_E2M3},
 *     {@code F6_E3M2}, {@code C64}, whole numbers that F64 does not hold exactly, more elements
 *     than an array has
 */
public record Safetensors(
        ImmutableSortedMap<String, String> metadata,
        ImmutableList<StoredTensor> tensors,
        ImmutableList<UnreadTensor> unread) {
    private static final int LONGEST_NAME = 50_000;

    /**
     * Names must differ, and numbers fit their types, so that every value can be written and reads
     * back as it is.
     *
     * @throws ArgumentException if a name occurs twice, is {@code __metadata__}, longer than 50,000
     *     characters or, like a string of the metadata, no Unicode; or if a number does not fit its
     *     type exactly
     */
    public Safetensors {
        var names = tensors.collect(StoredTensor::name);
        if (names.distinct().size() < names.size() || names.contains(SafetensorsHeader.METADATA)) {
            throw new ArgumentException(
                    "Safetensors", "names that differ, none " + SafetensorsHeader.METADATA, names.toString(), "");
        }
        names.forEach(Safetensors::requireKey);
        metadata.forEachKeyValue((key, value) -> {
            requireKey(key);
            requireUnicode(value);
        });
        tensors.forEach(tensor -> NumberCodec.requireExact("Safetensors", tensor));
    }

    /** Metadata and tensors, all of which were read. */
    public Safetensors(ImmutableSortedMap<String, String> metadata, ImmutableList<StoredTensor> tensors) {
        this(metadata, tensors, Lists.immutable.empty());
    }

    private static void requireKey(String name) {
        if (name.length() > LONGEST_NAME) {
            throw new ArgumentException(
                    "Safetensors", "names of at most " + LONGEST_NAME + " characters", name.length() + "", "");
        }
        requireUnicode(name);
    }

    private static void requireUnicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new ArgumentException("Safetensors", "Unicode", "half of a surrogate pair", "");
        }
    }

    /** Tensors without metadata. */
    public static Safetensors of(ImmutableList<StoredTensor> tensors) {
        return new Safetensors(SortedMaps.immutable.empty(), tensors);
    }

    /**
     * Reads a file. Its header is checked in full before anything is read: types, shapes, and that
     * the tensors fill the rest of the file without gaps or overlaps. Types that tensors do not
     * have are converted as {@link NumberType} says. What no tensor can hold is {@link #unread},
     * and refused when it is asked for; the others are read.
     *
     * @throws DataException if it is missing, truncated, damaged, larger than the memory at hand,
     *     or none of its tensors can be held
     */
    public static Safetensors read(Path file) {
        return ByteSource.readPlain(file, source -> SafetensorsReader.read(file, source));
    }

    /**
     * Writes a file. Whatever happens, there is either the new file, complete, or what was there
     * before.
     *
     * @throws ArgumentException if the header would be longer than 100 MB, which nobody reads, or
     *     some tensors were not read; or if the name promises another format, as {@code model.npz}
     *     does
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        if (unread.notEmpty()) {
            throw new ArgumentException(
                    "Safetensors.write",
                    "tensors that were all read",
                    "some that were not: " + unread.collect(UnreadTensor::name).makeString(),
                    "Safetensors.of(file.tensors()) has the others alone");
        }
        requireName("Safetensors.write", file);
        AtomicFile.write(file, out -> SafetensorsWriter.write(this, out));
    }

    /**
     * Refuses a file's name that promises another format, as {@link #write} does, before there is
     * anything to write.
     *
     * @param operator who refuses, for the message
     * @throws ArgumentException if it does
     */
    public static void requireName(String operator, Path file) {
        FileSuffix.requireOwn(operator, file, FileSuffix.SAFETENSORS);
    }

    /**
     * The tensor of a name.
     *
     * @throws ArgumentException if there is none
     * @throws DataException if it was not read, and why
     */
    public Tensor tensor(String name) {
        return UnreadTensor.find("Safetensors", tensors, unread, name);
    }

    /**
     * This file, if all its tensors were read.
     *
     * @throws DataException if one was not, and why
     */
    public Safetensors whole() {
        UnreadTensor.requireNone(unread);
        return this;
    }

    /** The metadata, and a line for each tensor: its name, type and shape. */
    @Override
    public String toString() {
        String title = "Safetensors of " + GradusException.counted(tensors.size(), "tensor")
                + (metadata.isEmpty() ? "" : ", metadata " + metadata);
        return StoredTensor.lines(title, tensors, unread);
    }
}
