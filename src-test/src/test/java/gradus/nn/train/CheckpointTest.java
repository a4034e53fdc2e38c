package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Schedule;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted training goes on with the bits of one that was not. */
class CheckpointTest {
    @TempDir
    private Path folder;

    private final Dataset data = Blobs.data(95, 1);

    /** Scales by a random number where trained, and counts that in a buffer. */
    private record Shaken(Buffer count) implements Layer {
        static Shaken of() {
            return new Shaken(Buffer.of("count", Tensor.zeros(DType.F64, Shape.of(1))));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            if (mode instanceof Mode.Training training) {
                count.set(count.value().add(1.0));
                return x.mul((float) (0.5 + training.random().nextDouble()));
            }
            return x;
        }

        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return Lists.immutable.with(new NamedBuffer("count", count));
        }
    }

    private static Sequential model() {
        return Sequential.of(Shaken.of(), Blobs.model());
    }

    private Trainer trainer(Sequential model, int epochs) {
        return Blobs.trainer(model)
                .epochs(epochs)
                .seed(7)
                .metric("accuracy", Accuracy::of)
                .validation(Blobs.data(40, 2))
                .earlyStopping(EarlyStopping.patience(20))
                .checkpoint(file());
    }

    private Path file() {
        return folder.resolve("run.checkpoint");
    }

    @Test
    void aResumedTrainingHasTheSameBits() throws Exception {
        var whole = model();
        var expected = trainer(whole, 6).train(data);
        Files.delete(file());

        trainer(model(), 2).resume(data);
        trainer(model(), 5).resume(data);
        var resumed = model();
        var history = trainer(resumed, 6).resume(data);

        assertThat(digest(resumed)).isEqualTo(digest(whole));
        assertThat(history.stepLosses()).isEqualTo(expected.stepLosses());
        assertThat(history.kept()).isEqualTo(expected.kept());
        for (String name : history.last().names().newWithout(Epoch.SECONDS)) {
            assertThat(history.column(name)).as(name).isEqualTo(expected.column(name));
        }
        assertThat(resumed.namedBuffers().getFirst().buffer().value().item()).isEqualTo(10.0 * history.kept());
    }

    @Test
    void theBestEpochIsRememberedAcrossAnInterruption() throws Exception {
        var whole = Blobs.model();
        trainer(whole, 0.5, 0.9, 0.1, 0.1).epochs(4).train(data);
        Files.delete(folder.resolve("scripted"));
        trainer(Blobs.model(), 0.5, 0.9).epochs(2).resume(data);
        var resumed = Blobs.model();
        var history = trainer(resumed, 0.1, 0.1).epochs(4).resume(data);
        assertThat(history.kept()).isEqualTo(2);
        assertThat(Blobs.values(resumed)).isEqualTo(Blobs.values(whole));
    }

    private Trainer trainer(Sequential model, Double... script) {
        return Blobs.trainer(model)
                .metric("script", Blobs.script(script))
                .earlyStopping(EarlyStopping.patience(9).highest("script"))
                .checkpoint(folder.resolve("scripted"));
    }

    /** In a Java machine of its own: trains for very long, and says so after each checkpoint. */
    static final class Endless {
        private Endless() {}

        static Trainer trainer(Sequential model, int epochs, Path file) {
            return Blobs.trainer(model).epochs(epochs).checkpoint(file);
        }

        static Sequential model() {
            var random = Randomness.seeded(3);
            return Sequential.of(Linear.of(2, 9000, random), new ReLU(), Linear.of(9000, 2, random));
        }

        static void main(String[] arguments) {
            trainer(model(), Integer.MAX_VALUE, Path.of(arguments[0]))
                    .listener(new TrainingListener() {
                        @Override
                        public void epoch(Epoch epoch) {
                            System.out.println(epoch.number());
                            System.out.flush();
                        }
                    })
                    .train(Blobs.data(10, 1));
        }
    }

    @Test
    void aTrainingThatIsKilledGoesOn() throws Exception {
        var child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = child.inputReader()) {
            while (!"3".equals(output.readLine())) {
                assertThat(child.isAlive()).isTrue();
            }
        } finally {
            // most of its time goes into writing: this is likely in the middle of it
            child.destroyForcibly().waitFor();
        }
        var whole = Endless.model();
        int reached = Endless.trainer(Endless.model(), 1, file())
                .resume(Blobs.data(10, 1))
                .epochs()
                .size();
        assertThat(reached).isGreaterThanOrEqualTo(3);
        var resumed = Endless.model();
        Endless.trainer(resumed, reached + 2, file()).resume(Blobs.data(10, 1));
        Endless.trainer(whole, reached + 2, folder.resolve("other")).train(Blobs.data(10, 1));
        assertThat(digest(resumed)).isEqualTo(digest(whole));
    }

    static String digest(Layer model) throws NoSuchAlgorithmException {
        var sha = MessageDigest.getInstance("SHA-256");
        model.parameters().forEach(parameter -> {
            var bytes = ByteBuffer.allocate(Double.BYTES * parameter.shape().size());
            for (double number : parameter.value().toDoubleArray()) {
                bytes.putDouble(number);
            }
            sha.update(bytes.array());
        });
        return HexFormat.of().formatHex(sha.digest());
    }

    @Test
    void aFinishedTrainingStaysAsItIs() throws Exception {
        var first = model();
        trainer(first, 3).train(data);
        var again = model();
        var history = trainer(again, 3).resume(data);
        assertThat(history.epochs().size()).isEqualTo(3);
        assertThat(digest(again)).isEqualTo(digest(first));
    }

    @Test
    void anEpochCutShortLeavesNoCheckpoint() {
        trainer(model(), 3).maxSteps(15).train(data);
        var history = trainer(model(), 1).resume(data);
        assertThat(history.stepLosses().size()).isEqualTo(10);
    }

    @Test
    void schedulesGoOnWithTheSameBits() throws Exception {
        var whole = model();
        scheduled(whole, 6).train(data);
        Files.delete(file());
        scheduled(model(), 3).resume(data);
        var resumed = model();
        var history = scheduled(resumed, 6).resume(data);
        assertThat(digest(resumed)).isEqualTo(digest(whole));
        assertThat(history.column(Epoch.LEARNING_RATE).toArray())
                .containsExactly(rate(9), rate(19), rate(29), rate(39), rate(49), rate(59));
    }

    private static double rate(int step) {
        return Schedule.exponential(0.1, 0.97).at(step);
    }

    private Trainer scheduled(Sequential model, int epochs) {
        return trainer(model, epochs).schedule(Schedule.exponential(0.1, 0.97));
    }

    @Test
    void aPlateauGoesOnWithTheSameBits() throws Exception {
        var whole = model();
        var expected = stepping(whole, 6).train(data);
        Files.delete(file());
        stepping(model(), 2).resume(data);
        stepping(model(), 3).resume(data);
        var resumed = model();
        var history = stepping(resumed, 6).resume(data);
        assertThat(digest(resumed)).isEqualTo(digest(whole));
        assertThat(history.column(Epoch.LEARNING_RATE)).isEqualTo(expected.column(Epoch.LEARNING_RATE));
        assertThat(expected.last().get(Epoch.LEARNING_RATE)).isLessThan(0.1);
    }

    /** An epoch has to halve the validation loss to count as better. */
    private Trainer stepping(Sequential model, int epochs) {
        var momentum = Blobs.momentum(model);
        return Trainer.of(model, Blobs.CROSS_ENTROPY, momentum)
                .batchSize(10)
                .epochs(epochs)
                .validation(Blobs.data(40, 2))
                .onPlateau(OnPlateau.of(momentum).threshold(0.5).patience(1).factor(0.5))
                .checkpoint(file());
    }
}
