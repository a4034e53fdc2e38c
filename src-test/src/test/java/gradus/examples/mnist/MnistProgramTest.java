package gradus.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Outcome;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.data.RealData;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.metrics.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistProgramTest {
    private static final String[] KEYS = {"parameters", "train_accuracy", "train_loss", "test_accuracy", "test_loss"};

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    @BeforeEach
    void writeSmallFiles() throws IOException {
        data = folder.resolve("data");
        out = folder.resolve("out");
        Files.createDirectories(data.resolve("mnist"));
        write("train-images-idx3-ubyte.gz", gzipped(images(200)));
        write("train-labels-idx1-ubyte.gz", gzipped(labels(200)));
        write("t10k-images-idx3-ubyte.gz", gzipped(images(50)));
        write("t10k-labels-idx1-ubyte.gz", gzipped(labels(50)));
    }

    @Test
    void learnsFromFiles() throws Exception {
        Outcome run = run("--epochs", "3", "--batch-size", "10");
        run.requireSuccess();
        assertThat(run.said()).contains("200 images", "epoch 3 of 3");
        assertThat(run.figures()).containsOnlyKeys(KEYS).containsEntry("parameters", 101770.0);
        assertThat(run.figures().get("test_accuracy")).isEqualTo(1);
        run.requireReport("Figures", "Network", "Training", "Result");
        assertThat(run.said()).doesNotContain("diverged");
        assertThat(run.file("epochs.csv").lines())
                .startsWith("epoch,training_loss,test_loss,test_accuracy")
                .hasSize(1 + 3)
                .last()
                .asString()
                .startsWith("3,")
                .endsWith(",1.0");
        String last = run.file("epochs.csv").lines().toList().getLast();
        // the same images in other portions: the sums are rounded elsewhere
        assertThat(Double.parseDouble(last.split(",")[2]))
                .isCloseTo(run.figures().get("test_loss"), within(1e-6));
    }

    @Test
    void theSavedModelGivesTheSamePredictions() throws Exception {
        Outcome run = run("--epochs", "1", "--batch-size", "100");
        Randomness random = Randomness.seeded(1);
        Sequential model = Sequential.of(Linear.of(784, 128, random), new Softplus(), Linear.of(128, 10, random));
        SavedModel saved = SavedModel.read(out.resolve("model.json"));
        saved.into(model);
        assertThat(saved.metadata().castToSortedMap())
                .containsEntry("program", "mnist")
                .containsEntry("epochs", "1")
                .containsEntry("batch size", "100")
                .containsKeys("gradus", "java", "seed", "losses")
                .containsKey("sha256 of train-labels-idx1-ubyte.gz");
        Evaluation test = Evaluation.of(model, Mnist.load(data.resolve("mnist")).test());
        assertThat(test.loss()).isEqualTo(run.figures().get("test_loss"));
        assertThat(Files.size(out.resolve("model.json"))).isLessThan(3_000_000);
    }

    @Test
    void theSeedAloneDecidesTheFigures() throws Exception {
        var first = run("--epochs", "1").figures();
        assertThat(run("--epochs", "1").figures()).isEqualTo(first);
        assertThat(run("--epochs", "1", "--seed", "8").figures()).isNotEqualTo(first);
    }

    @Test
    void aTrainingThatDivergesIsReportedAsSuch() throws Exception {
        Outcome run = run("--epochs", "2", "--batch-size", "10", "--learning-rate", "30");
        run.requireSuccess();
        assertThat(run.said()).contains("Training diverged", "--learning-rate below 30.0");
    }

    @Test
    void aLossThatIsNoNumberEndsTheTraining() {
        run("--epochs", "2", "--batch-size", "10", "--learning-rate", "1e30")
                .requireRefusal(1, "mnist: training: needs finite numbers, got a loss of NaN at step 2 (epoch 1)");
    }

    @Test
    void aTruncatedFileIsRefusedAndNothingIsWritten() throws IOException {
        byte[] whole = gzipped(images(200));
        write("train-images-idx3-ubyte.gz", Arrays.copyOf(whole, whole.length / 2));
        run().requireRefusal(1, "mnist:", "train-images-idx3-ubyte.gz", "truncated");
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        write("t10k-labels-idx1-ubyte.gz", gzipped(images(50)));
        run().requireRefusal(1, "mnist:", "t10k-labels-idx1-ubyte.gz");
    }

    @Test
    void aMissingFileIsRefused() throws IOException {
        Files.delete(data.resolve("mnist/t10k-images-idx3-ubyte.gz"));
        run().requireRefusal(1, "mnist:", "t10k-images-idx3-ubyte.gz");
    }

    @Test
    void aFolderWithoutMnistIsRefused() {
        Outcome.of(out, "mnist", List.of("--data", folder.toString()))
                .requireRefusal(1, "mnist: --data: no folder mnist in " + folder);
    }

    @Test
    void misreadImagesAreShown() throws Exception {
        Outcome run = run("--epochs", "1", "--samples", "1");
        assertThat(run.figures().get("test_accuracy")).isLessThan(1);
        run.requireReport("Figures", "Network", "Training", "Result", "Misread images");
    }

    /** With the real images, where they are: a fraction of the training. */
    @Test
    void readsRealDigits() throws Exception {
        Outcome run = Outcome.of(
                out,
                "mnist",
                List.of("--data", RealData.root("mnist").toString(), "--samples", "12000", "--epochs", "2"));
        run.requireSuccess();
        assertThat(run.figures().get("test_accuracy")).isGreaterThan(0.92);
    }

    private Outcome run(String... more) {
        return Outcome.of(
                out,
                "mnist",
                Stream.concat(Stream.of("--data", data.toString()), Stream.of(more))
                        .toList());
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(data.resolve("mnist").resolve(name), content);
    }

    /** Images that are black but for a white stripe, whose place tells the label. */
    private static byte[] images(int count) {
        var buffer = ByteBuffer.allocate(16 + count * 784);
        buffer.putInt(0x0803).putInt(count).putInt(28).putInt(28);
        for (int i = 0; i < count; i++) {
            Arrays.fill(buffer.array(), 16 + i * 784 + i % 10 * 56, 16 + i * 784 + i % 10 * 56 + 56, (byte) 255);
        }
        return buffer.array();
    }

    private static byte[] labels(int count) {
        var buffer = ByteBuffer.allocate(8 + count);
        buffer.putInt(0x0801).putInt(count);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) (i % 10));
        }
        return buffer.array();
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }
}
