package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatIsNotThere() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Mnist.load(Path.of("nowhere")))
                .withMessage("nowhere: needs a folder with train-images-idx3-ubyte, got nothing of that name: "
                        + Path.of("nowhere").toAbsolutePath()
                        + "; PublicData.MNIST.find(null, DownloadProgress.silent()) finds it, or fetches it");
    }

    @Test
    void imagesAndLabelsOfBothSets() throws IOException {
        SmallMnist.write(folder);
        var mnist = Mnist.load(folder);
        assertThat(mnist.origin()).isEqualTo("MNIST from " + folder);
        assertThat(mnist.train().labels()).isEqualTo(Indices.of(9, 0, 5));
        assertThat(mnist.test().labels()).isEqualTo(Indices.of(1, 2));
        var inputs = mnist.train().all().inputs();
        assertThat(inputs.shape()).isEqualTo(Shape.of(3, 784));
        assertThat(inputs.get(0, 0)).isEqualTo(1);
        assertThat(inputs.sum().item()).isEqualTo(1);
    }

    @Test
    void fashionHasTheSameFiles() throws IOException {
        SmallMnist.write(folder);
        var fashion = FashionMnist.load(folder);
        assertThat(fashion.origin()).isEqualTo("Fashion-MNIST from " + folder);
        assertThat(fashion.train().labels()).isEqualTo(Indices.of(9, 0, 5));
        assertThat(FashionMnist.CLASS_NAMES).hasSize(10).last().isEqualTo("ankle boot");
        Path above = folder.resolve("above");
        Files.createDirectories(above.resolve("fashion-mnist"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> FashionMnist.load(above))
                .withMessageContaining("did you mean " + above.resolve("fashion-mnist") + "?");
    }

    @Test
    void imagesAndLabelsMustAgreeInNumber() throws IOException {
        SmallMnist.write(folder);
        SmallMnist.labels(folder, "train", 9, 0);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Mnist.load(folder))
                .withMessageContaining("train-labels-idx1-ubyte, byte 4: needs 3 labels, as many as images in"
                        + " train-images-idx3-ubyte, got 2");
    }

    @Test
    void labelsMustBeDigits() throws IOException {
        SmallMnist.write(folder);
        SmallMnist.labels(folder, "t10k", 1, 10);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Mnist.load(folder))
                .withMessageContaining("t10k-labels-idx1-ubyte, byte 9: needs labels from 0 to 9, got 10");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        SmallMnist.write(folder);
        Files.delete(folder.resolve("t10k-images-idx3-ubyte"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Mnist.load(folder))
                .withMessageContaining("t10k-images-idx3-ubyte.gz: needs a file");
    }

    @Test
    void theFolderAboveIsRecognized() throws IOException {
        Files.createDirectory(folder.resolve("mnist"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Mnist.load(folder))
                .withMessageContaining("did you mean " + folder.resolve("mnist") + "?");
    }

    /** The real database where it lies beside the project: counts, labels and pixels as published. */
    @Test
    void theRealDatabase() {
        var mnist = Mnist.load(RealData.folder("mnist"));
        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(histogram(mnist.train()))
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(histogram(mnist.test())).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(mnist.train().slice(0, 10).labels()).isEqualTo(Indices.of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4));
        assertThat(pixelSum(mnist.test())).isEqualTo(264_923_200);
        assertThat(pixelSum(mnist.train())).isEqualTo(1_567_298_545);
    }

    private static int[] histogram(Dataset data) {
        int[] counts = new int[10];
        Arrays.stream(data.labels().toArray()).forEach(label -> counts[label]++);
        return counts;
    }

    private static long pixelSum(Dataset data) {
        long sum = 0;
        for (var batch : data.batches(1000)) {
            float[] pixels = batch.inputs().toFloatArray();
            sum += IntStream.range(0, pixels.length)
                    .mapToLong(i -> Math.round(255 * pixels[i]))
                    .sum();
        }
        return sum;
    }
}
