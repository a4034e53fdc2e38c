package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/** What the driver hears of a training while it runs. */
class ListenerTest {
    /** Of all workers, which are threads here. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private SparkContext spark;

    @BeforeEach
    void start() {
        spark = Cluster.threads(2);
        CALLS.set(0);
    }

    @AfterEach
    void stop() {
        spark.stop();
    }

    /** Remembers all that it is told. */
    private static class Heard implements TrainingListener {
        final MutableList<Long> steps = Lists.mutable.<Long>empty().asSynchronized();
        final MutableList<Integer> epochs = Lists.mutable.<Integer>empty().asSynchronized();

        @Nullable
        History history;

        @Nullable
        Throwable cause;

        @Override
        public void step(TrainingStep step) {
            steps.add(step.number());
        }

        @Override
        public void epoch(Epoch epoch) {
            epochs.add(epoch.number());
        }

        @Override
        public void finished(History all) {
            history = all;
        }

        @Override
        public void failed(Throwable why) {
            cause = why;
        }
    }

    private DataParallel parallel(TrainingListener listener) {
        return DataParallel.on(spark).workers(2).shards(Digits.SHARDS).listener(listener);
    }

    @Test
    void theDriverHearsOfStepsEpochsAndTheEnd() {
        var heard = new Heard();
        Trained<?> trained = parallel(heard).train(Digits::model, Digits::trainer, Digits.data());
        assertThat(heard.epochs).containsExactly(1, 2, 3, 4);
        assertThat(heard.steps).isSorted().doesNotHaveDuplicates().allMatch(step -> step <= 24);
        assertThat(heard.history).isSameAs(trained.history());
        assertThat(heard.cause).isNull();
    }

    /** The attempt that begins anew takes the first steps again. */
    @Test
    void whatAnAttemptRepeatsIsToldOnce() {
        var heard = new Heard();
        Trained<?> trained = parallel(heard)
                .train(
                        Digits::model,
                        model -> Digits.trainer(model).listener(new Failing(new IOException("disk full"))),
                        Digits.data());
        assertThat(trained.attempts()).isEqualTo(2);
        assertThat(heard.epochs).containsExactly(1, 2, 3, 4);
        assertThat(heard.steps).isSorted().doesNotHaveDuplicates();
    }

    /** Fails once, in the third epoch. */
    private record Failing(IOException problem) implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            if (step.number() == 14 && CALLS.incrementAndGet() == 1) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    @Test
    void whatWasDoneBeforeIsNotTold(@TempDir Path folder) {
        String checkpoints = folder.resolve("run").toString();
        parallel(new Heard())
                .checkpoint(checkpoints, 1)
                .train(Digits::model, model -> Digits.trainer(model).epochs(3), Digits.data());
        var heard = new Heard();
        parallel(heard).checkpoint(checkpoints, 1).train(Digits::model, Digits::trainer, Digits.data());
        assertThat(heard.epochs).containsExactly(4);
    }

    @Test
    void whatItThrowsEndsTheTraining() {
        var heard = new Heard() {
            @Override
            public void epoch(Epoch epoch) {
                throw new IllegalStateException("enough");
            }
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> parallel(heard)
                        .train(Digits::model, model -> Digits.trainer(model).epochs(1_000_000), Digits.data()))
                .withMessage("enough");
        assertThat(heard.cause).hasMessage("enough");
    }

    /** When nothing is left to cancel. */
    @Test
    void whatItThrowsOfTheLastEpochIsThrownToo() {
        var heard = new Heard() {
            @Override
            public void epoch(Epoch epoch) {
                if (epoch.number() == 4) {
                    throw new AssertionError("the last");
                }
            }
        };
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> parallel(heard).train(Digits::model, Digits::trainer, Digits.data()))
                .withMessage("the last");
        assertThat(heard.history).isNull();
        assertThat(heard.cause).hasMessage("the last");
    }

    /** Whoever took over a connection could send any object. */
    @Test
    void reportsOfOtherClassesAreNotRead() throws IOException {
        var handshake = new Handshake();
        MutableList<Report> told = Lists.mutable.<Report>empty().asSynchronized();
        try (var server = new ReportServer(spark, handshake, told::add);
                var channel = SocketChannel.open(new InetSocketAddress(
                        server.address().host(), server.address().port()));
                var connection = new Connection(channel, Duration.ofSeconds(5))) {
            handshake.call(connection, 0);
            byte[] packed = Packed.pack(new File("any"));
            connection.write(ByteBuffer.allocate(4).putInt(packed.length).flip());
            connection.write(ByteBuffer.wrap(packed));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> connection.read(ByteBuffer.allocate(1)))
                    .withMessage("the other side has closed the connection");
            assertThat(told).isEmpty();
        }
    }

    @Test
    void itHearsWhyTheTrainingFailed() {
        var heard = new Heard();
        assertThatIllegalStateException()
                .isThrownBy(() -> parallel(heard)
                        .train(
                                Digits::model,
                                _ -> {
                                    throw new IllegalStateException("no trainer");
                                },
                                Digits.data()))
                .withMessage("no trainer");
        assertThat(heard.cause).hasMessage("no trainer");
        assertThat(heard.history).isNull();
    }

    /** Keeps what Spark's pages show of each stage. */
    private static final class Pages extends SparkListener {
        private final MutableList<String> shown = Lists.mutable.<String>empty().asSynchronized();

        @Override
        public void onStageCompleted(SparkListenerStageCompleted stage) {
            CollectionConverters.asJava(stage.stageInfo().accumulables())
                    .values()
                    .forEach(info ->
                            shown.add(info.name().get() + ": " + info.value().get()));
        }
    }

    @Test
    void sparksPagesShowStepsAndTheLastEpoch() {
        var pages = new Pages();
        spark.addSparkListener(pages);
        Trained<?> trained = DataParallel.on(spark)
                .workers(2)
                .shards(Digits.SHARDS)
                .train(Digits::model, Digits::trainer, Digits.data());
        spark.stop(); // listeners have heard all then
        ImmutableList<String> shown =
                pages.shown.select(words -> words.startsWith("Gradus")).toImmutable();
        assertThat(shown)
                .contains(
                        "Gradus steps: 24", "Gradus epoch: " + trained.history().last());
    }

    @Test
    void aDriverThatCannotBeReachedIsNoReasonToStop() throws IOException {
        try (var reporter =
                new Reporter(new ReportServer.Address("localhost", 1), new Handshake(), Duration.ofSeconds(1))) {
            reporter.step(new TrainingStep(1, 1, 1, 1, 1, 0.5, 0.1));
        }
    }
}
