package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples that are read meanwhile: the same ones in the same order whatever the timing, and nothing stays open. */
class StreamedDatasetTest {
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

    /** All batches, which are closed then. */
    static ImmutableList<Batch> all(BatchesAhead batches) {
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
        assertThat(known.batches(300)).hasToString("BatchesAhead of 4 batches, 4 ahead");
        assertThat(stream(5).ahead(2).batches(2)).hasToString("BatchesAhead, 2 ahead");
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

    /** The same images as from memory with the same numbers, and in each epoch others. */
    @Test
    void imagesAreChangedAhead() {
        Augmentation flip = Augmentation.flip(ImageLayout.gray(1, 2));
        StreamedDataset images = stream(60).window(9);
        var random = Randomness.seeded(4);
        ImmutableList<Batch> first = all(images.shuffledBatches(8, random).augmented(flip, random));
        ImmutableList<Batch> second = all(images.shuffledBatches(8, random).augmented(flip, random));
        var again = Randomness.seeded(4);
        ImmutableList<Batch> plain = all(images.shuffledBatches(8, again));
        var own = Randomness.seeded(again.nextLong());
        ImmutableList<Batch> expected = plain.collect(batch -> flip.apply(batch, own));
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).inputs().toFloatArray())
                    .isEqualTo(expected.get(i).inputs().toFloatArray());
            assertThat(first.get(i).labels()).isEqualTo(expected.get(i).labels());
        }
        assertThat(first)
                .anyMatch(
                        batch -> batch.inputs().get(0, 0) == 2 * batch.inputs().get(0, 1));
        assertThat(second.getFirst().inputs().toFloatArray())
                .isNotEqualTo(first.getFirst().inputs().toFloatArray());
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
}
