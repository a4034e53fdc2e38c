package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples that are read meanwhile: the same ones in the same order whatever the timing, and nothing stays open. */
class StreamedDatasetTest {
    private static final Csv.Format NAMED = Csv.Format.commas().withHeader();

    @TempDir
    private Path folder;

    /** Example i has the inputs [i, 2 i], the label i and the weight i / 2. */
    private static Dataset data(int from, int to) {
        int[] numbers = IntStream.range(from, to).toArray();
        Tensor x = Indices.of(numbers).toTensor(DType.F32).reshape(to - from, 1);
        return Dataset.of(Tensor.concat(1, x, x.mul(2)), Indices.of(numbers))
                .withTarget("weight", x.to(DType.F64).mul(0.5));
    }

    /** In pieces of different sizes, one of them empty. */
    private static StreamedDataset stream(int count) {
        return StreamedDataset.of(pieces -> {
            int done = 0;
            for (int size = 0; done < count; size++) {
                int next = Math.min(count, done + size);
                pieces.accept(data(done, next));
                done = next;
            }
        });
    }

    private static ImmutableList<Batch> all(BatchesAhead batches) {
        MutableList<Batch> all = Lists.mutable.empty();
        try (batches) {
            batches.forEach(all::add);
        }
        return all.toImmutable();
    }

    private static int[] labels(ImmutableList<Batch> batches) {
        return batches.castToList().stream()
                .flatMapToInt(batch -> IntStream.of(batch.labels().toArray()))
                .toArray();
    }

    private static void requireWhole(ImmutableList<Batch> batches) {
        for (Batch batch : batches) {
            for (int i = 0; i < batch.size(); i++) {
                int number = batch.labels().get(i);
                assertThat(batch.inputs().get(i, 0)).isEqualTo(number);
                assertThat(batch.inputs().get(i, 1)).isEqualTo(2 * number);
                assertThat(batch.tensor("weight").get(i, 0)).isEqualTo(number / 2.0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4, 3", "1, 4, 3", "100, 7, 1", "100, 7, 30", "100, 10, 99", "100, 100, 100", "100, 101, 1000"})
    void everyExampleComesOnce(int count, int size, int window) {
        ImmutableList<Batch> ordered = all(stream(count).window(window).batches(size));
        assertThat(labels(ordered)).isEqualTo(IntStream.range(0, count).toArray());
        requireWhole(ordered);
        ImmutableList<Batch> mixed = all(stream(count).window(window).shuffledBatches(size, Randomness.seeded(3)));
        assertThat(labels(mixed)).containsExactlyInAnyOrder(labels(ordered));
        requireWhole(mixed);
        assertThat(mixed.collect(Batch::size)).isEqualTo(ordered.collect(Batch::size));
        ImmutableList<Batch> whole = all(stream(count).window(window).batches(size, Randomness.seeded(3), true));
        assertThat(whole.allSatisfy(batch -> batch.size() == size)).isTrue();
        assertThat(whole).hasSize(count / size);
    }

    /** An example comes earlier by the window at most, and a data set in memory is mixed alike. */
    @Test
    void theWindowSaysHowFarExamplesMove() {
        int[] mixed = labels(all(stream(1000).window(50).shuffledBatches(10, Randomness.seeded(3))));
        assertThat(mixed).isNotEqualTo(IntStream.range(0, 1000).toArray());
        for (int place = 0; place < mixed.length; place++) {
            assertThat(mixed[place]).isLessThanOrEqualTo(place + 50);
        }
        StreamedDataset known = StreamedDataset.of(data(0, 1000));
        assertThat(labels(all(known.window(50).shuffledBatches(10, Randomness.seeded(3)))))
                .isEqualTo(mixed);
        assertThat(labels(all(known.shuffledBatches(10, Randomness.seeded(3)))))
                .isEqualTo(labels(all(stream(1000).window(1000).shuffledBatches(10, Randomness.seeded(3)))))
                .isNotEqualTo(mixed);
        assertThat(known.batches(300).count()).isEqualTo(4);
        assertThat(known.batches(300, null, true).count()).isEqualTo(3);
        assertThat(stream(5).batches(2).count()).isZero();
    }

    /** Each of the 6 orders of 3 examples in a window of 3 is as likely as any other: 6,000 draws give 1,000 each. */
    @Test
    void aLargeWindowMixesEvenly() {
        var random = Randomness.seeded(1);
        MutableList<ImmutableList<Integer>> orders = Lists.mutable.empty();
        for (int i = 0; i < 6000; i++) {
            orders.add(Lists.immutable.fromStream(
                    IntStream.of(Splitting.inWindow(3, 3, random)).boxed()));
        }
        var bag = orders.toBag();
        assertThat(bag.sizeDistinct()).isEqualTo(6);
        bag.forEachWithOccurrences((_, count) -> assertThat(count).isBetween(850, 1150));
    }

    /** Slow readers and slow takers, many batches ahead or one. */
    @Test
    void theTimingDoesNotMatter() {
        StreamedDataset quick = stream(200).window(30);
        int[] expected = labels(all(quick.shuffledBatches(7, Randomness.seeded(5))));
        StreamedDataset slow =
                StreamedDataset.of(pieces -> IntStream.range(0, 20).forEach(i -> {
                    LockSupport.parkNanos(i % 3 * 500_000L);
                    pieces.accept(data(10 * i, 10 * i + 10));
                }));
        for (int ahead : new int[] {1, 2, 50}) {
            assertThat(labels(all(slow.window(30).ahead(ahead).shuffledBatches(7, Randomness.seeded(5)))))
                    .isEqualTo(expected);
            MutableList<Batch> taken = Lists.mutable.empty();
            try (var batches = quick.ahead(ahead).shuffledBatches(7, Randomness.seeded(5))) {
                for (Batch batch : batches) {
                    LockSupport.parkNanos(200_000L);
                    taken.add(batch);
                }
            }
            assertThat(labels(taken.toImmutable())).isEqualTo(expected);
        }
    }

    @Test
    void noMoreBatchesAreMadeThanAsked() throws InterruptedException {
        var pieces = new AtomicInteger();
        StreamedDataset endless = StreamedDataset.of(consumer -> {
            while (true) {
                pieces.incrementAndGet();
                consumer.accept(data(0, 10));
            }
        });
        BatchesAhead batches = endless.ahead(2).batches(10);
        var walk = batches.iterator();
        assertThat(walk.next().size()).isEqualTo(10);
        Thread.sleep(50);
        assertThat(pieces.get()).isLessThanOrEqualTo(4);
        batches.close();
    }

    /** After closing, the thread has ended and what the source opened is closed. */
    @Test
    void closingEndsTheThreadAndClosesItsFiles() {
        var closed = new AtomicInteger();
        StreamedDataset endless = StreamedDataset.of(pieces -> {
            try {
                while (true) {
                    pieces.accept(data(0, 10));
                }
            } finally {
                closed.incrementAndGet();
            }
        });
        BatchesAhead batches = endless.batches(4);
        assertThat(batches.iterator().next().size()).isEqualTo(4);
        batches.close();
        assertThat(closed.get()).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("gradus-batches"));
        batches.close();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(batches::iterator)
                .withMessage("BatchesAhead: needs one walk through the batches, got one after they were closed;"
                        + " StreamedDataset.batches makes them anew");
        BatchesAhead twice = endless.batches(4);
        var walk = twice.iterator();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(twice::iterator)
                .withMessageContaining("got a second one");
        twice.close();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(walk::next)
                .withMessage("BatchesAhead: needs batches that are open, got closed ones");
        endless.batches(4).close();
    }

    @Test
    void whatGoesWrongComesInItsTurn() {
        StreamedDataset broken = StreamedDataset.of(pieces -> {
            pieces.accept(data(0, 10));
            throw new DataException(Path.of("x.csv"), 7, "a number", "a word", "");
        });
        try (var batches = broken.batches(4)) {
            var walk = batches.iterator();
            assertThat(walk.next().size()).isEqualTo(4);
            assertThat(walk.next().size()).isEqualTo(4);
            assertThat(catchThrowableOfType(DataException.class, walk::hasNext))
                    .hasMessage("x.csv, byte 7: needs a number, got a word");
        }
        StreamedDataset mixed = StreamedDataset.of(pieces -> {
            pieces.accept(data(0, 3));
            pieces.accept(Dataset.of(Tensor.zeros(2, 5), Indices.of(1, 2)));
        });
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> all(mixed.batches(2)))
                .withMessage("StreamedDataset: needs the same parts in all pieces, as inputs F32[2], targets indices[],"
                        + " weight F64[1], got inputs F32[5], targets indices[]");
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> all(StreamedDataset.of(_ -> {
                            throw new StackOverflowError("deep");
                        })
                        .batches(1)))
                .withMessage("deep");
    }

    @Test
    void whoeverIsInterruptedGivesUp() {
        var never = new CountDownLatch(1);
        StreamedDataset stuck = StreamedDataset.of(_ -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        try (var batches = stuck.batches(1)) {
            var walk = batches.iterator();
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(walk::hasNext);
            assertThat(Thread.interrupted()).isTrue();
            never.countDown();
        }
    }

    @Test
    void settingsThatAreNone() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> stream(1).window(0))
                .withMessage("StreamedDataset: needs a window of 1 example or more, got 0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> stream(1).ahead(0))
                .withMessage("StreamedDataset: needs 1 batch ahead or more, got 0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> stream(1).batches(0))
                .withMessage("batches: needs a size of 1 or more, got 0");
        assertThat(stream(1).window(5)).hasToString("an ExampleSource in a window of 5");
        assertThat(StreamedDataset.of(data(0, 3))).hasToString("Dataset of 3 with labels and weight in a window of 3");
    }

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
        ImmutableList<Batch> batches = all(rows.batches(400));
        assertThat(batches.collect(Batch::size)).containsExactly(400, 400, 400, 300);
        assertThat(batches.getLast().inputs().get(299, 1)).isEqualTo(2998);
        assertThat(batches.getLast().labels().get(299)).isEqualTo(1499 % 3);
        Files.writeString(folder.resolve("table.csv"), "1,x,2\n", StandardOpenOption.APPEND);
        assertThat(catchThrowableOfType(DataException.class, () -> all(rows.batches(400))))
                .hasMessageContaining("table.csv: needs the file as it was when it was opened, ");
        StreamedDataset broken = csv(folder.resolve("table.csv"));
        assertThat(catchThrowableOfType(DataException.class, () -> all(broken.batches(400))))
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
            Batch read = all(each.batches(1000)).getOnly();
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
                        () -> all(StreamedDataset.idx(plainImages, few, 2, 3).batches(10))))
                .hasMessageEndingWith("few, byte 4: needs 1000 labels, as many as images, got 999");
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
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> mapped.slice(0, 10).withTarget("z", Npy.mapped(x)))
                .withMessageStartingWith("Dataset.withTarget: needs a part [n, ...] of n = 10, got ");
    }
}
