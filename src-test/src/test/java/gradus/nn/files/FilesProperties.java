package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * All formats: what is written is read, and damaged or random bytes give a value or a {@link
 * DataException}, nothing else.
 */
class FilesProperties {
    private static Path folder;

    /** A format: how its files end, and how one is read. */
    private enum Format {
        SAFETENSORS(".safetensors", Safetensors::read),
        NPY(".npy", Npy::read),
        NPZ(".npz", Npz::read),
        JSON(".json", SavedModel::read);

        private final String ending;
        private final Function<Path, Object> reader;

        Format(String ending, Function<Path, Object> reader) {
            this.ending = ending;
            this.reader = reader;
        }

        Path file() {
            return folder.resolve("some" + ending);
        }

        /** Reads, and says whether there was anything to read. */
        boolean reads(byte[] bytes) {
            try {
                Files.write(file(), bytes);
                reader.apply(file());
                return true;
            } catch (DataException e) {
                assertThat(e.file()).isEqualTo(file());
                assertThat(e.getMessage())
                        .startsWith(file().toString())
                        .contains("needs ", ", got ")
                        .doesNotContain("\n");
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] sound() throws IOException {
            return switch (this) {
                case SAFETENSORS -> Files.readAllBytes(FilesOfOthers.path("state.safetensors"));
                case NPY -> Files.readAllBytes(FilesOfOthers.path("fortran.npy"));
                case NPZ -> Files.readAllBytes(FilesOfOthers.path("deflated.npz"));
                case JSON -> {
                    new SavedModel(
                                    SortedMaps.immutable.with("seed", "7"),
                                    Lists.immutable.with(
                                            new SavedModel.Value("x", Tensor.of(1f, -2.5e-3f)),
                                            new SavedModel.Value("y", Tensor.scalar(0.1))))
                            .write(file());
                    yield Files.readAllBytes(file());
                }
            };
        }
    }

    @BeforeContainer
    static void makeTheFolder() throws IOException {
        folder = Files.createTempDirectory("files");
    }

    @AfterContainer
    static void removeTheFolder() throws IOException {
        try (var files = Files.list(folder)) {
            files.map(Path::toFile).forEach(java.io.File::delete);
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<ImmutableList<StoredTensor>> tensors() {
        Arbitrary<Shape> shapes = Arbitraries.integers()
                .between(0, 4)
                .array(int[].class)
                .ofMaxSize(4)
                .map(Shape::of);
        Arbitrary<Tensor> values = Combinators.combine(shapes, Arbitraries.of(DType.values()), Arbitraries.longs())
                .as(FilesProperties::bits);
        Arbitrary<String> names =
                Arbitraries.strings().withChars("abü.\"\\/ 1").ofMinLength(1).ofMaxLength(8);
        return Combinators.combine(names, values)
                .as(StoredTensor::of)
                .list()
                .ofMaxSize(5)
                .uniqueElements(StoredTensor::name)
                .map(Lists.immutable::withAll);
    }

    /** Numbers of any bits, so that NaN, infinities and the smallest come too. */
    private static Tensor bits(Shape shape, DType dtype, long seed) {
        var random = new java.util.SplittableRandom(seed);
        if (dtype == DType.F32) {
            float[] numbers = new float[shape.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.intBitsToFloat(random.nextInt());
            }
            return Tensor.of(numbers).reshape(shape);
        }
        return Tensor.of(random.longs(shape.size())
                        .mapToDouble(Double::longBitsToDouble)
                        .toArray())
                .reshape(shape);
    }

    private static void assertSame(ImmutableList<StoredTensor> read, ImmutableList<StoredTensor> written) {
        assertThat(read.collect(StoredTensor::name)).isEqualTo(written.collect(StoredTensor::name));
        assertThat(read.collect(StoredTensor::type)).isEqualTo(written.collect(StoredTensor::type));
        read.zip(written).forEach(pair -> {
            assertThat(pair.getOne().tensor().shape())
                    .isEqualTo(pair.getTwo().tensor().shape());
            assertThat(pair.getOne().tensor().toDoubleArray())
                    .containsExactly(pair.getTwo().tensor().toDoubleArray());
        });
    }

    @Property
    void whatSafetensorsWritesItReads(@ForAll("tensors") ImmutableList<StoredTensor> tensors) {
        Path file = Format.SAFETENSORS.file();
        new Safetensors(SortedMaps.immutable.with("a", "b"), tensors).write(file);
        assertSame(Safetensors.read(file).tensors(), tensors);
    }

    @Property
    void whatNumpyFilesWriteTheyRead(@ForAll("tensors") ImmutableList<StoredTensor> tensors) {
        Npz.of(tensors).write(Format.NPZ.file());
        assertSame(Npz.read(Format.NPZ.file()).tensors(), tensors);
        for (StoredTensor stored : tensors) {
            Npy.write(Format.NPY.file(), stored);
            var read = Npy.read(Format.NPY.file());
            assertSame(
                    Lists.immutable.with(new StoredTensor(stored.name(), read.type(), read.tensor())),
                    Lists.immutable.with(stored));
        }
    }

    @Property
    void damagedFilesGiveAValueOrOneKindOfError(
            @ForAll Format format,
            @ForAll @IntRange(min = 1, max = 4) int places,
            @ForAll("damages") IntUnaryOperator damage,
            @ForAll long seed)
            throws IOException {
        byte[] bytes = format.sound();
        assertThat(format.reads(bytes)).isTrue();
        var random = new java.util.SplittableRandom(seed);
        for (int i = 0; i < places; i++) {
            int place = random.nextInt(bytes.length);
            bytes[place] = (byte) damage.applyAsInt(bytes[place] ^ (random.nextInt() & 0xff00));
        }
        format.reads(bytes);
    }

    @Provide
    Arbitrary<IntUnaryOperator> damages() {
        return Arbitraries.of(List.<IntUnaryOperator>of(
                b -> b + 1,
                b -> b - 1,
                b -> ~b,
                _ -> 0,
                _ -> 0xff,
                b -> b ^ 0x80,
                b -> b >>> 8,
                _ -> '[',
                _ -> '{',
                _ -> '9',
                _ -> '-'));
    }

    @Property
    void cutAndDoubledFiles(
            @ForAll Format format, @ForAll @IntRange(max = 1000) int from, @ForAll @IntRange(max = 1000) int to)
            throws IOException {
        byte[] sound = format.sound();
        int start = from % (sound.length + 1);
        int end = to % (sound.length + 1);
        byte[] head = Arrays.copyOf(sound, start);
        byte[] bytes = Arrays.copyOf(head, head.length + sound.length - end);
        System.arraycopy(sound, end, bytes, head.length, sound.length - end);
        boolean read = format.reads(bytes);
        assertThat(read || start != end).isTrue();
    }

    @Property
    void randomBytes(@ForAll Format format, @ForAll byte[] bytes) {
        assertThat(format.reads(bytes)).isFalse();
    }

    /** A sound beginning and then anything. */
    @Property
    void randomBytesAfterASoundBeginning(
            @ForAll Format format, @ForAll @IntRange(min = 1, max = 300) int length, @ForAll byte[] rest)
            throws IOException {
        byte[] sound = format.sound();
        byte[] head = Arrays.copyOf(sound, Math.min(length, sound.length - 1));
        byte[] bytes = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, bytes, head.length, rest.length);
        format.reads(bytes);
    }

    /** A brace and three zeros look like UTF-32. */
    @Example
    void textThatIsNoText() throws IOException {
        byte[] text = {'{', 0, 0, 0, 0, 0, (byte) 0xff, 'z'};
        Path json = Files.write(folder.resolve("no-text.json"), text);
        assertThatThrownBy(() -> SavedModel.read(json))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(json + ": needs readable JSON, got Invalid UTF-32 character")
                .hasMessageEndingWith("; JSON is UTF-8");
        byte[] header = ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
        Path safetensors = Files.write(folder.resolve("no-text.safetensors"), header);
        assertThatThrownBy(() -> Safetensors.read(safetensors))
                .isInstanceOf(DataException.class)
                .hasMessage(safetensors + ", byte 8: needs a header of UTF-8, got a zero after its first character;"
                        + " UTF-16 or UTF-32?");
    }
}
