package gradus.examples.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.examples.cifar.Setup.Start;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SetupTest {
    private static final Setup SETUP =
            new Setup("two", 2, 5, Start.HE, 10, 0.5, OptionalDouble.of(0.8), 0, 0.1, 30, false);
    private final Tensor mean = Tensor.normal(DType.F32, Shape.of(12), 0, 1, Randomness.seeded(1));

    @Test
    void depthCountsLayersWithWeights() {
        Sequential five = SETUP.deep(5, "").network(mean, 10, Randomness.seeded(2));
        assertThat(five.namedParameters().collect(NamedParameter::name))
                .containsExactly(
                        "1.weight",
                        "1.bias",
                        "3.weight",
                        "3.bias",
                        "5.weight",
                        "5.bias",
                        "7.weight",
                        "7.bias",
                        "9.weight",
                        "9.bias");
        assertThat(five.forward(Tensor.zeros(DType.F32, Shape.of(3, 12)), Mode.evaluation())
                        .shape())
                .isEqualTo(Shape.of(3, 10));
    }

    /** The gradient of λ |W|² is 2 λ W; biases have no penalty. */
    @Test
    void thePenaltyIsOfWeightsAlone() {
        Sequential model = SETUP.network(mean, 10, Randomness.seeded(2));
        Parameter weight = model.namedParameters().get(0).parameter();
        Parameter bias = model.namedParameters().get(1).parameter();
        bias.set(Tensor.ones(DType.F32, bias.shape()));
        double before = weight.value().toDoubleArray()[3];
        // a loss of gradient 0 leaves the penalty alone
        SETUP.descent(model)
                .minimize(model.forward(mean.reshape(1, 12), Mode.evaluation())
                        .sum()
                        .mul(0));
        assertThat(weight.value().toDoubleArray()[3]).isCloseTo(before * (1 - 0.5 * 2 * 0.1), within(1e-7));
        assertThat(bias.value().toDoubleArray()).containsOnly(1);
    }

    @Test
    void theRateFallsByEpochOrAlongACosine() {
        assertThat(SETUP.schedule(0.5, 10).at(9)).isEqualTo(0.5);
        assertThat(SETUP.schedule(0.5, 10).at(10)).isCloseTo(0.4, within(1e-12));
        var cosine = SETUP.along(40);
        assertThat(cosine.steps()).isEqualTo(40);
        assertThat(cosine.schedule(0.5, 10).at(20)).isCloseTo(0.25, within(1e-12));
        assertThat(SETUP.within(7, 4))
                .isEqualTo(new Setup("two", 2, 5, Start.HE, 4, 0.5, OptionalDouble.of(0.8), 0, 0.1, 7, false));
    }

    @Test
    void theMeanImageIsOfAllImagesAndIsTakenAway() {
        Tensor pixels = Tensor.of(new float[] {0, 1, 0.5f, 1, 1, 0}).reshape(3, 2);
        Tensor meanImage = Images.mean(Dataset.of(pixels, Indices.of(0, 1, 2)));
        assertThat(meanImage.toDoubleArray()).containsExactly(new double[] {0.5, 2.0 / 3}, within(1e-6));
        var layer = new Setup.MeanImage(gradus.nn.Buffer.of("mean", meanImage), 0.5);
        assertThat(layer.forward(pixels, Mode.evaluation()).toDoubleArray()[0])
                .isCloseTo(-0.5 * 255 * 0.5, within(1e-4));
        assertThat(layer.namedBuffers().getFirst().name()).isEqualTo("mean");
    }
}
