package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class GradientNoiseTest {
    private final Mnist mnist = Mnist.generated(500, 1, Randomness.seeded(5));
    private final Sequential model = Sequential.of(Linear.of(784, 10, Randomness.seeded(6)));

    private ImmutableList<GradientNoise> measure(Dataset data, int batches, Integer... sizes) {
        return GradientNoise.measure(
                model,
                (y, batch) -> new CrossEntropy().sum(y, batch.labels()),
                data,
                Lists.immutable.with(sizes),
                batches,
                Randomness.seeded(7));
    }

    @Test
    void aHundredTimesTheImagesDivideTheNoiseByTen() {
        var noise = measure(mnist.train(), 300, 1, 100);
        assertThat(noise.collect(GradientNoise::batchSize)).containsExactly(1, 100);
        assertThat(noise.getFirst().relative() / noise.getLast().relative()).isCloseTo(10, within(1.0));
        assertThat(noise.getLast().cosine())
                .isGreaterThan(noise.getFirst().cosine())
                .isLessThan(1);
    }

    /** All batches of equal examples have the same gradient. */
    @Test
    void equalExamplesHaveNoNoise() {
        Dataset equal = Dataset.of(Tensor.ones(DType.F32, Shape.of(1500, 784)), Indices.of(new int[1500]));
        var noise = measure(equal, 3, 4).getOnly();
        assertThat(noise.relative()).isCloseTo(0, within(1e-4));
        assertThat(noise.cosine()).isCloseTo(1, within(1e-6));
    }

    @Test
    void nothingToMeasureIsRefused() {
        assertThatThrownBy(() -> measure(mnist.train().slice(0, 0), 3, 4))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("GradientNoise: needs at least one example");
        assertThatThrownBy(() -> measure(mnist.train(), 0, 4)).hasMessageContaining("0 batches of [4]");
        assertThatThrownBy(() -> measure(mnist.train(), 3, 4, 0)).hasMessageContaining("3 batches of [4, 0]");
    }
}
