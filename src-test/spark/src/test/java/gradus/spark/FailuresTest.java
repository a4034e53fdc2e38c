package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.DivergenceException;
import gradus.nn.train.Objective;
import gradus.nn.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails in a worker: tried again where that may help, thrown where it does not. */
class FailuresTest {
    private static final String EXPECTED = Digits.expected();

    /** Of all workers, which are threads here. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    /** Of workers that run on for a while after their test. */
    private static final AtomicInteger STARTED = new AtomicInteger();

    private static SparkContext spark;

    @BeforeAll
    static void start() {
        spark = Cluster.threads(3);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void reset() {
        CALLS.set(0);
    }

    private static DataParallel parallel() {
        return DataParallel.on(spark).workers(3).shards(Digits.SHARDS).patience(Duration.ofSeconds(20));
    }

    private static Tensor loss(Tensor y, gradus.nn.data.Batch batch) {
        return new CrossEntropy().mean(y, batch.labels());
    }

    /** As that of the digits, with another objective. */
    private static Trainer trainer(Layer model, Objective objective) {
        return Trainer.of(
                        model,
                        objective,
                        new SGD().momentum(0.9).of(model.parameters()).learningRate(0.05))
                .epochs(4)
                .batchSize(40)
                .seed(3);
    }

    @Test
    void whatTheObjectiveThrowsIsThrownAtOnce() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> parallel()
                        .train(
                                Digits::model,
                                model -> trainer(model, (y, batch) -> {
                                    if (CALLS.incrementAndGet() == 20) {
                                        throw new IllegalStateException("twentieth");
                                    }
                                    return loss(y, batch);
                                }),
                                Digits.data()))
                .withMessage("twentieth");
        assertThat(CALLS.get()).isLessThan(30);
    }

    /** The others do not wait for the one that never comes. */
    @Test
    void whatAFactoryThrowsIsThrownAtOnce() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> parallel().train(Digits::model, Digits::trainer, (DatasetFactory) () -> {
                    if (CALLS.incrementAndGet() == 2) {
                        throw new IllegalStateException("no data");
                    }
                    return Digits.data();
                }))
                .withMessage("no data");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> parallel()
                        .train(
                                Digits::model,
                                model -> {
                                    if (CALLS.incrementAndGet() == 5) {
                                        throw new IllegalStateException("no trainer");
                                    }
                                    return Digits.trainer(model);
                                },
                                Digits.data()))
                .withMessage("no trainer");
    }

    @Test
    void aDivergenceIsThrownAsOnOneMachine() {
        assertThatExceptionOfType(DivergenceException.class)
                .isThrownBy(() -> parallel()
                        .train(
                                Digits::model,
                                model -> trainer(model, (y, batch) -> {
                                    Tensor loss = loss(y, batch);
                                    return CALLS.incrementAndGet() == 20 ? loss.mul(Double.NaN) : loss;
                                }),
                                Digits.data()))
                .withMessageContaining("a loss of NaN at step 3");
    }

    @Test
    void whatMayGoAwayIsTriedAgain() {
        Trained<?> trained = parallel()
                .train(
                        Digits::model,
                        model -> trainer(model, (y, batch) -> {
                            if (CALLS.incrementAndGet() == 20) {
                                throw new UncheckedIOException(new IOException("disk full"));
                            }
                            return loss(y, batch);
                        }),
                        Digits.data());
        assertThat(trained.attempts()).isEqualTo(2);
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
    }

    @Test
    void afterTheLastAttemptThereIsOneError() {
        assertThatExceptionOfType(ClusterException.class)
                .isThrownBy(() -> parallel()
                        .attempts(2)
                        .train(
                                Digits::model,
                                model -> trainer(model, (y, batch) -> {
                                    throw new UncheckedIOException(new IOException("disk full"));
                                }),
                                Digits.data()))
                .withMessageStartingWith("DataParallel: training failed in 2 attempts, at last as the stage has failed")
                .withMessageContaining("disk full");
    }

    /** It would go on in ten minutes, and is interrupted. */
    @Test
    void aWorkerThatIsSilentForTooLongIsLost() {
        Trained<?> trained = parallel()
                .attempts(10) // a busy machine may lose more of them
                .patience(Duration.ofSeconds(2))
                .train(
                        Digits::model,
                        model -> trainer(model, (y, batch) -> {
                            if (CALLS.incrementAndGet() == 20) {
                                sleep(600_000);
                            }
                            return loss(y, batch);
                        }),
                        Digits.data());
        assertThat(trained.attempts()).isGreaterThan(1);
        assertThat(Digits.hash(trained.model())).isEqualTo(EXPECTED);
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatCannotBeSentIsNamed() {
        var part = new Object();
        requireUnsendable(
                "a model factory",
                () -> parallel()
                        .train(
                                () -> {
                                    part.hashCode();
                                    return Digits.model();
                                },
                                Digits::trainer,
                                Digits.data()));
        requireUnsendable(
                "a trainer factory",
                () -> parallel()
                        .train(
                                Digits::model,
                                model -> {
                                    part.hashCode();
                                    return Digits.trainer(model);
                                },
                                Digits.data()));
        requireUnsendable(
                "a data factory",
                () -> parallel().train(Digits::model, Digits::trainer, (DatasetFactory) () -> {
                    part.hashCode();
                    return Digits.data();
                }));
        requireUnsendable(
                "a data factory",
                () -> parallel().train(Digits::model, Digits::trainer, (PartFactory) number -> {
                    part.hashCode();
                    return Digits.data();
                }));
    }

    private static void requireUnsendable(String what, ThrowingCallable training) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(training)
                .withMessage("DataParallel.train: needs " + what + " that can be sent to workers, got"
                        + " java.io.NotSerializableException: java.lang.Object;"
                        + " all that it holds or uses is to be Serializable; a function may make what it needs"
                        + " inside of it");
    }

    @Test
    void anErrorOfTheProgramIsThrownAtOnce() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> parallel()
                        .train(
                                Digits::model,
                                model -> trainer(model, (y, batch) -> {
                                    CALLS.incrementAndGet();
                                    throw new NoClassDefFoundError("Missing");
                                }),
                                Digits.data()))
                .withMessageContaining("Missing");
        assertThat(CALLS.get()).isLessThan(4);
    }

    @Test
    void anInterruptedDriverTriesNoMore() throws InterruptedException {
        var thrown = new AtomicReference<Throwable>();
        Thread driver = Thread.ofPlatform().start(() -> {
            try {
                parallel()
                        .train(
                                Digits::model,
                                model -> trainer(model, (y, batch) -> {
                                    STARTED.incrementAndGet();
                                    sleep(300);
                                    return loss(y, batch);
                                }),
                                Digits.data());
            } catch (ClusterException failure) {
                thrown.set(failure);
            }
        });
        while (STARTED.get() == 0) {
            Thread.sleep(10);
        }
        driver.interrupt();
        driver.join();
        assertThat(thrown.get()).hasMessage("DataParallel: interrupted while training ran");
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> parallel().shards(2).train(Digits::model, Digits::trainer, Digits.data()))
                .withMessage(
                        "DataParallel: needs a shard or more for each of 3 workers, got 2 shards; shards(3) or more");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> parallel().workers(4).train(Digits::model, Digits::trainer, Digits.data()))
                .withMessage("DataParallel: needs a thread for each of 4 workers, got the master local[3]; local[4]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> parallel().workers(0))
                .withMessage("DataParallel: needs 1 worker or more, got 0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> parallel().patience(Duration.ZERO))
                .withMessage("DataParallel: needs a patience from a millisecond to a day, got PT0S");
    }
}
