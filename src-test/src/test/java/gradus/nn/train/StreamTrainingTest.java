package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.files.DataException;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.Metric;
import gradus.nn.metrics.OverBatches;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on examples that are read meanwhile. */
class StreamTrainingTest {
    private static final int COUNT = 95;

    private final Dataset data = Blobs.data(COUNT, 1);
    private final AtomicInteger open = new AtomicInteger();

    private StreamedDataset stream() {
        return StreamedDataset.of(pieces -> {
                    open.incrementAndGet();
                    try {
                        for (int from = 0; from < COUNT; from += 20) {
                            pieces.accept(data.slice(from, Math.min(COUNT, from + 20)));
                        }
                    } finally {
                        open.decrementAndGet();
                    }
                })
                .window(30);
    }

    private static void requireSame(Sequential one, Sequential other) {
        assertThat(Blobs.values(one)).isDeepEqualTo(Blobs.values(other));
    }

    /** In order, the steps are those of the data set itself. */
    @Test
    void inOrderTheBitsAreThoseFromMemory() {
        var fromMemory = Blobs.model();
        Blobs.trainer(fromMemory).inOrder().epochs(2).train(data);
        var streamed = Blobs.model();
        Blobs.trainer(streamed).inOrder().epochs(2).train(stream());
        requireSame(streamed, fromMemory);
        var known = Blobs.model();
        Blobs.trainer(known).inOrder().epochs(2).train(StreamedDataset.of(data));
        requireSame(known, fromMemory);
        var whole = Blobs.model();
        Blobs.trainer(whole).inOrder().dropLast().train(data);
        var dropped = Blobs.model();
        History history = Blobs.trainer(dropped).inOrder().dropLast().train(stream());
        assertThat(history.stepLosses().size()).isEqualTo(COUNT / 10);
        requireSame(dropped, whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void eachEpochIsMixedAnewAndTheBitsAreTheSame(int shards) {
        var first = Blobs.model();
        History history = Blobs.trainer(first)
                .shards(shards)
                .epochs(3)
                .metric("accuracy", Accuracy::of)
                .train(stream());
        var second = Blobs.model();
        Blobs.trainer(second).shards(shards).epochs(3).train(stream().ahead(1));
        requireSame(second, first);
        assertThat(history.last().get("accuracy")).isGreaterThan(0.8);
        var other = Blobs.model();
        Blobs.trainer(other).shards(shards).epochs(3).seed(1).train(stream());
        assertThat(Blobs.values(other)).isNotEqualTo(Blobs.values(first));
        assertThat(open.get()).isZero();
    }

    @Test
    void aTrainingThatGoesOnHasTheSameBits(@TempDir Path folder) {
        var whole = Blobs.model();
        Blobs.trainer(whole).epochs(3).train(stream());
        Path file = folder.resolve("stream.gradus");
        Blobs.trainer(Blobs.model()).epochs(1).checkpoint(file).train(stream());
        var resumed = Blobs.model();
        Blobs.trainer(resumed).epochs(3).checkpoint(file).resume(stream());
        requireSame(resumed, whole);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model())
                        .epochs(4)
                        .checkpoint(file)
                        .resume(stream().window(31)))
                .withMessage("Trainer.resume: needs data an ExampleSource in a window of 30, as in " + file
                        + ", got data an ExampleSource in a window of 31; to go on with other settings, resume with"
                        + " these and no more epochs, then train with the others");
    }

    /** However an epoch ends, the thread has ended, and what it had open is closed. */
    @Test
    void nothingStaysOpen() {
        Blobs.trainer(Blobs.model()).maxSteps(2).train(stream());
        assertThat(open.get()).isZero();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model())
                        .listener(new TrainingListener() {
                            @Override
                            public void step(TrainingStep step) {
                                throw new IllegalStateException("enough");
                            }
                        })
                        .train(stream()))
                .withMessage("enough");
        assertThat(open.get()).isZero();
        Blobs.trainer(Blobs.model()).train(random -> stream().shuffledBatches(7, random));
        Blobs.trainer(Blobs.model()).maxSteps(1).train(random -> stream().shuffledBatches(7, random));
        assertThat(open.get()).isZero();
    }

    @Test
    void whatGoesWrongInTheReaderEndsTheTraining() {
        StreamedDataset broken = StreamedDataset.of(pieces -> {
            pieces.accept(data.slice(0, 25));
            throw new DataException(Path.of("rows.csv"), 7, "a number in line 26", "a word", "");
        });
        var failures = Lists.mutable.<Throwable>empty();
        var model = Blobs.model();
        DataException thrown = catchThrowableOfType(
                DataException.class,
                () -> Blobs.trainer(model)
                        .inOrder()
                        .listener(new TrainingListener() {
                            @Override
                            public void failed(Throwable cause) {
                                failures.add(cause);
                            }
                        })
                        .train(broken));
        assertThat(thrown).hasMessage("rows.csv, byte 7: needs a number in line 26, got a word");
        assertThat(failures).containsExactly(thrown);
        var twoSteps = Blobs.model();
        Blobs.trainer(twoSteps).inOrder().maxSteps(2).train(data);
        requireSame(model, twoSteps);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model()).train(StreamedDataset.of(_ -> {})))
                .withMessage("Trainer: needs at least one batch in an epoch, got none in epoch 1 of an ExampleSource in"
                        + " a window of 10000; is the data set empty?");
    }

    /** Also of metrics, whether of all examples or over batches, and in a group each process has all of it. */
    @Test
    void validationFromAStreamHasTheResultsOfThatFromMemory() {
        Dataset held = Blobs.data(70, 2);
        History fromMemory = validated(trainer -> trainer.validation(held));
        History streamed = validated(trainer -> trainer.validation(pieces(held)));
        History known = validated(trainer -> trainer.validation(StreamedDataset.of(held)));
        for (History other : Lists.immutable.with(streamed, known)) {
            assertThat(other.stepLosses()).isEqualTo(fromMemory.stepLosses());
            for (String name : fromMemory.last().names().reject(Epoch.SECONDS::equals)) {
                assertThat(other.last().get(name))
                        .as(name)
                        .isEqualTo(fromMemory.last().get(name));
            }
        }
        assertThat(fromMemory.last().get("validation accuracy")).isBetween(0.8, 1.0);
        assertThat(fromMemory.last().get("validation mean"))
                .isCloseTo(fromMemory.last().get("validation accuracy"), within(1e-12));
        assertThat(open.get()).isZero();
    }

    private static History validated(UnaryOperator<Trainer> validation) {
        return validation
                .apply(Blobs.trainer(Blobs.model())
                        .epochs(2)
                        .evaluationBatchSize(16)
                        .metric("mean", new OverBatches(Accuracy::of))
                        .metric("accuracy", Accuracy::of))
                .train(Blobs.data(60, 1));
    }

    private StreamedDataset pieces(Dataset held) {
        return StreamedDataset.of(pieces -> {
            open.incrementAndGet();
            try {
                pieces.accept(held.slice(0, 33));
                pieces.accept(held.slice(33, held.size()));
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** One more batch than may be ahead is made at most, however many examples there are. */
    @Test
    void validationKeepsNoMoreThanAFewBatches() {
        var made = new AtomicInteger();
        var most = new AtomicInteger();
        var taken = new AtomicInteger();
        StreamedDataset counted = StreamedDataset.of(pieces -> {
                    for (int i = 0; i < 50; i++) {
                        made.incrementAndGet();
                        most.accumulateAndGet(made.get() - taken.get(), Math::max);
                        pieces.accept(data.slice(0, 10));
                    }
                })
                .ahead(2);
        Metric one = (y, batch) -> {
            taken.incrementAndGet();
            assertThat(y.shape().dim(0)).isEqualTo(10);
            return 1;
        };
        History history = Blobs.trainer(Blobs.model())
                .metric("ones", new OverBatches(one))
                .validation(counted)
                .train(data.slice(0, 10));
        assertThat(history.last().get("validation ones")).isEqualTo(1);
        assertThat(taken.get()).isGreaterThanOrEqualTo(51);
        assertThat(most.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void aValidationStreamWithoutExamplesIsRefused() {
        StreamedDataset none = StreamedDataset.of(_ -> {});
        String message = "Trainer.validation: needs at least one example, got none in an ExampleSource in a window of"
                + " 10000; is the file empty, or the source done before?";
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model()).validation(none).train(data))
                .withMessage(message);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model())
                        .metric("accuracy", Accuracy::of)
                        .validation(none)
                        .train(data))
                .withMessage(message);
    }

    @Test
    void anEvaluationOfAStreamIsThatOfTheDataSet() {
        var model = Blobs.model();
        assertThat(Evaluation.of(model, stream())).isEqualTo(Evaluation.of(model, data));
        assertThat(open.get()).isZero();
    }
}
