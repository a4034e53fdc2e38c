package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The stand-ins for machines without data: they can be learned, and a seed gives the same bytes everywhere. */
class GeneratedImagesTest {
    @Test
    void theStandInOfTheDigitsHasTheirShapeAndInk() {
        var digits = Digits.generated(50, Randomness.seeded(2));
        assertThat(digits.origin()).contains("not the real ones");
        var inputs = digits.all().all().inputs();
        assertThat(inputs.shape()).isEqualTo(Shape.of(50, 64));
        assertThat(inputs.min().item()).isZero();
        assertThat(inputs.max().item()).isBetween(10.0, 16.0);
        assertThat(inputs.round().sub(inputs).abs().max().item()).isZero();
    }

    @Test
    void fewerThanNoneAreRefused() {
        var random = Randomness.seeded(2);
        String message = "generated: needs 0 examples or more, got -1";
        assertThatThrownBy(() -> Mnist.generated(-1, 5, random)).hasMessage(message);
        assertThatThrownBy(() -> FashionMnist.generated(5, -1, random)).hasMessage(message);
        assertThatThrownBy(() -> Digits.generated(-1, random)).hasMessage(message);
        assertThatThrownBy(() -> Cifar10.generated(-1, 5, random)).hasMessage(message);
        assertThatThrownBy(() -> RingsAndClouds.generated(-1, random)).hasMessage(message);
        assertThatThrownBy(() -> Ellipse.generated(5, -1, random)).hasMessage(message);
        assertThat(Mnist.generated(0, 0, random).train().size()).isZero();
    }

    @Test
    void theStandInOfFashionMnistHasItsShape() {
        var clothes = FashionMnist.generated(20, 10, Randomness.seeded(2));
        assertThat(clothes.origin()).contains("not Fashion-MNIST");
        assertThat(clothes.train().all().inputs().shape()).isEqualTo(Shape.of(20, 784));
        assertThat(clothes.test().size()).isEqualTo(10);
    }

    @Test
    void aSmallNetworkLearnsTheDrawnDigits() {
        var random = Randomness.seeded(4);
        var data = Mnist.generated(10_000, 2000, random);
        assertThat(data.origin()).isEqualTo("generated stand-in (drawn digits, not MNIST)");
        assertThat(data.train().size()).isEqualTo(10_000);
        assertThat(data.train().classCounts().size()).isEqualTo(10);
        data.train().classCounts().each(count -> assertThat(count).isBetween(850, 1150));
        var model = Sequential.of(Linear.of(784, 64, random), new ReLU(), Linear.of(64, 10, random));
        learn(model, data.train(), 5, 0.05, random);
        assertThat(Evaluation.of(model, data.test()).accuracy()).isBetween(0.97, 1.0);
    }

    @Test
    void aSmallNetworkLearnsTheColoredShapes() {
        var random = Randomness.seeded(4);
        var data = Cifar10.generated(2000, 500, random);
        assertThat(data.origin()).isEqualTo("generated stand-in (colored shapes, not CIFAR-10)");
        assertThat(data.classes()).hasSize(10).doesNotHaveDuplicates().contains("ring", "two discs");
        assertThat(data.train().all().inputs().shape().dim(1)).isEqualTo(3072);
        var model = Sequential.of(Linear.of(3072, 64, random), new ReLU(), Linear.of(64, 10, random));
        learn(model, data.train(), 6, 0.02, random);
        assertThat(Evaluation.of(model, data.test()).accuracy()).isBetween(0.6, 1.0);
    }

    private static void learn(Sequential model, Dataset data, int epochs, double rate, Randomness random) {
        var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(rate);
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (var batch : data.shuffled(random).batches(50)) {
                sgd.step(new CrossEntropy()
                        .mean(model.forward(batch.inputs()), batch.labels())
                        .gradients());
            }
        }
    }

    @Test
    void aSeedGivesTheSameBytesOnEveryMachine() throws Exception {
        assertThat(digest(Mnist.generated(200, 5, Randomness.seeded(7)).train()))
                .isEqualTo("c0a662dd73cfdbe8");
        assertThat(digest(Cifar10.generated(50, 5, Randomness.seeded(7)).train()))
                .isEqualTo("f6a5dac21157d526");
    }

    private static String digest(Dataset data) throws Exception {
        var hash = MessageDigest.getInstance("SHA-256");
        var batch = data.all();
        for (float pixel : batch.inputs().toFloatArray()) {
            hash.update((byte) Math.round(255 * pixel));
        }
        for (int label : batch.labels().toArray()) {
            hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, label));
        }
        return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    }
}
