package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import gradus.nn.files.Npy;
import gradus.nn.files.NumberType;
import gradus.nn.files.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, IDX files and mapped arrays as examples that are read meanwhile. */
class StreamedFilesTest {
    private static final Csv.Format NAMED = Csv.Format.commas().withHeader();

    @TempDir
    private Path folder;

    private Path table(int rows) throws IOException {
        var text = new StringBuilder("a,b,class\n");
        IntStream.range(0, rows).forEach(i -> text.append(i + "," + 2 * i + "," + i % 3 + "\n"));
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private static StreamedDataset csv(Path file) {
        return StreamedDataset.csv(file, NAMED, part -> Dataset.of(part.numbers("a", "b"), part.labels("class", 3)));
    }

    @Test
    void tables() throws IOException {
        StreamedDataset rows = csv(table(1500));
        assertThat(rows).hasToString("the examples of table.csv in a window of 10000");
        ImmutableList<Batch> batches = StreamedDatasetTest.all(rows.batches(400));
        assertThat(batches.collect(Batch::size)).containsExactly(400, 400, 400, 300);
        assertThat(batches.getLast().inputs().get(299, 1)).isEqualTo(2998);
        assertThat(batches.getLast().labels().get(299)).isEqualTo(1499 % 3);
        Files.writeString(folder.resolve("table.csv"), "1,x,2\n", StandardOpenOption.APPEND);
        assertThat(catchThrowableOfType(DataException.class, () -> StreamedDatasetTest.all(rows.batches(400))))
                .hasMessageContaining("table.csv: needs the file as it was when it was opened, ");
        StreamedDataset broken = csv(folder.resolve("table.csv"));
        assertThat(catchThrowableOfType(DataException.class, () -> StreamedDatasetTest.all(broken.batches(400))))
                .hasMessageContaining("table.csv, byte ")
                .hasMessageContaining("needs a finite number in line 1502, column b, got 'x'");
    }

    @Test
    void aTableThatChangesMeanwhileIsRefused() throws IOException {
        Path file = table(3000);
        try (var batches = csv(file).ahead(1).batches(10)) {
            var walk = batches.iterator();
            assertThat(walk.next().size()).isEqualTo(10);
            Files.setLastModifiedTime(file, FileTime.fromMillis(12345));
            assertThat(catchThrowableOfType(DataException.class, () -> walk.forEachRemaining(_ -> {})))
                    .hasMessageContaining("table.csv: needs the file as it was when it was opened, ")
                    .hasMessageContaining("of 1970-01-01T00:00:12.345Z");
        }
    }

    @Test
    void filesThatChangeUnderTheReaderAreRefused() throws IOException {
        Path images = gzipped("images.gz", idx(0x0803, 3000, 2, 3));
        Path labels = gzipped("labels.gz", idx(0x0801, 3000));
        StreamedDataset packed = StreamedDataset.idx(images, labels, 2, 3);
        requireRefused(packed, "labels.gz", () -> Files.setLastModifiedTime(labels, FileTime.fromMillis(12345)));
        StreamedDataset mapped = StreamedDataset.of(large(2000, 100)).window(10);
        requireRefused(mapped, "large.npy", () -> {
            try (var channel = Files.newByteChannel(folder.resolve("large.npy"), StandardOpenOption.WRITE)) {
                channel.truncate(200);
            }
        });
    }

    /** Refuses a stream after its first batch, when something was done to a file. */
    private static void requireRefused(StreamedDataset stream, String file, ThrowingCallable change) {
        try (var batches = stream.ahead(1).batches(10)) {
            var walk = batches.iterator();
            assertThat(walk.next().size()).isEqualTo(10);
            assertThatCode(change).doesNotThrowAnyException();
            assertThat(catchThrowableOfType(DataException.class, () -> walk.forEachRemaining(_ -> {})))
                    .hasMessageContaining(file + ": needs the file as it was when it was opened, ");
        }
    }

    private static byte[] idx(int magic, int count, int... dims) {
        int size = count * IntStream.of(dims).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + 4 * dims.length + size).putInt(magic).putInt(count);
        IntStream.of(dims).forEach(bytes::putInt);
        for (int i = 0; i < size; i++) {
            bytes.put((byte) (i % 7));
        }
        return bytes.array();
    }

    private Path gzipped(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }

    @Test
    void idxFilesGzippedPlainAndMapped() throws IOException {
        byte[] images = idx(0x0803, 1000, 2, 3);
        byte[] labels = idx(0x0801, 1000);
        Path plainImages = Files.write(folder.resolve("images"), images);
        Path plainLabels = Files.write(folder.resolve("labels"), labels);
        Batch whole = Dataset.ofBytes(
                        Idx.read(plainImages, 2, 3).bytes(),
                        Indices.of(IntStream.range(0, 1000).map(i -> i % 7).toArray()))
                .all();
        StreamedDataset gzipped = StreamedDataset.idx(gzipped("images.gz", images), gzipped("labels.gz", labels), 2, 3);
        Dataset mapped = Dataset.of(Idx.mapped(plainImages, 2, 3).pixels(), Idx.mapped(plainLabels));
        for (StreamedDataset each : Lists.immutable.with(
                gzipped, StreamedDataset.idx(plainImages, plainLabels, 2, 3), StreamedDataset.of(mapped))) {
            Batch read = StreamedDatasetTest.all(each.batches(1000)).getOnly();
            assertThat(read.inputs().toFloatArray()).isEqualTo(whole.inputs().toFloatArray());
            assertThat(read.labels()).isEqualTo(whole.labels());
        }
        assertThat(mapped.classCounts().sum()).isEqualTo(1000);
        assertThat(mapped.stratifiedHoldOut(0.1).validation().size()).isEqualTo(100);
        assertThat(catchThrowableOfType(DataException.class, () -> Idx.mapped(folder.resolve("images.gz"), 2, 3)))
                .hasMessageEndingWith(
                        "needs a plain IDX file, got a gzipped one; unpack it; StreamedDataset.idx reads" + " both");
        Path few = Files.write(folder.resolve("few"), idx(0x0801, 999));
        assertThat(catchThrowableOfType(
                        DataException.class,
                        () -> StreamedDatasetTest.all(
                                StreamedDataset.idx(plainImages, few, 2, 3).batches(10))))
                .hasMessageEndingWith(
                        "few, byte 4: needs 1000 labels, as many as images, got 999; do the two files belong"
                                + " together?");
    }

    @Test
    void mappedArraysAreDataSets() {
        Path x = folder.resolve("x.npy");
        Path y = folder.resolve("y.npy");
        Tensor inputs = Tensor.normal(DType.F32, Shape.of(50, 4), 0, 1, Randomness.seeded(1));
        Npy.write(x, inputs);
        Npy.write(y, inputs.sum(1));
        Dataset mapped = Dataset.of(Npy.mapped(x), Npy.mapped(y)).withInput("same", Npy.mapped(x));
        Dataset inMemory = Dataset.of(inputs, inputs.sum(1)).withInput("same", inputs);
        Batch expected = inMemory.shuffled(Randomness.seeded(2)).slice(3, 30).all();
        Batch read = mapped.shuffled(Randomness.seeded(2)).slice(3, 30).all();
        assertThat(read.inputs().toFloatArray()).isEqualTo(expected.inputs().toFloatArray());
        assertThat(read.tensor("same").toFloatArray())
                .isEqualTo(expected.inputs().toFloatArray());
        assertThat(read.targets().toFloatArray()).isEqualTo(expected.targets().toFloatArray());
        assertThat(mapped.to(DType.F64).all().tensor("same").dtype()).isEqualTo(DType.F64);
        assertThat(mapped.concat(mapped).size()).isEqualTo(100);
        Path few = folder.resolve("few.npy");
        Npy.write(few, Tensor.zeros(49));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(Npy.mapped(x), Npy.mapped(few)))
                .withMessage(
                        "Dataset: needs as many inputs as targets, got " + x + ": F32[50, 4] and " + few + ": F32[49]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> mapped.withInput("same", Npy.mapped(x)))
                .withMessage("Dataset.withInput: needs a name other than [inputs, same, targets], got same");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> mapped.slice(0, 10).withTarget("z", Npy.mapped(x)))
                .withMessageStartingWith("Dataset.withTarget: needs a part [n, ...] of n = 10, got ");
    }

    private Dataset large(int rows, int width) {
        Path x = folder.resolve("large.npy");
        Path y = folder.resolve("classes.npy");
        Npy.write(x, Tensor.normal(DType.F32, Shape.of(rows, width), 0, 1, Randomness.seeded(1)));
        Tensor classes = Indices.arange(rows).floorMod(7).toTensor(DType.F32);
        Npy.write(y, new StoredTensor("y", NumberType.U8, classes));
        return Dataset.of(Npy.mapped(x), Npy.mapped(y));
    }

    /** In any order, in parts and changed on the way. */
    @Test
    void mappedExamplesAreMixedAsThoseInMemory() {
        Dataset mapped = large(2000, 100);
        Batch all = mapped.all();
        Dataset inMemory = Dataset.of(all.inputs(), all.labels());
        for (boolean dropsLast : new boolean[] {true, false}) {
            assertThat(batches(StreamedDataset.of(mapped).window(300), dropsLast))
                    .isEqualTo(batches(StreamedDataset.of(inMemory).window(300), dropsLast));
        }
        Dataset part = mapped.slice(100, 1500);
        assertThat(batches(StreamedDataset.of(part).window(300), false))
                .isEqualTo(batches(StreamedDataset.of(inMemory.slice(100, 1500)).window(300), false));
        Dataset mixed = mapped.shuffled(Randomness.seeded(2));
        assertThat(batches(StreamedDataset.of(mixed).window(300), false))
                .isEqualTo(batches(
                        StreamedDataset.of(inMemory.shuffled(Randomness.seeded(2)))
                                .window(300),
                        false));
        Dataset scaled = mapped.mapInputs(x -> x.mul(2));
        assertThat(batches(StreamedDataset.of(scaled).window(300), false))
                .isEqualTo(batches(
                        StreamedDataset.of(inMemory.mapInputs(x -> x.mul(2))).window(300), false));
        assertThat(StreamedDataset.of(mapped).window(300).batches(32).count()).isEqualTo(63);
    }

    private static List<String> batches(StreamedDataset data, boolean dropsLast) {
        return StreamedDatasetTest.all(data.batches(32, Randomness.seeded(3), dropsLast))
                .collect(batch -> Arrays.toString(batch.inputs().toFloatArray())
                        + batch.labels()
                        + batch.inputs().shape())
                .castToList();
    }
}
