package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Gradients;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.TorchNumbers;
import org.junit.jupiter.api.Test;

/** Layers give what PyTorch's give, forward and backward. */
class TorchLayersTest {
    private final TorchNumbers torch = new TorchNumbers();
    private final Tensor x = torch.get("x").asVariable();
    private final Tensor g = torch.get("g");
    private final Mode training = Mode.training(Randomness.seeded(1));

    private void assertAgrees(String name, Layer layer, Mode mode) {
        var y = layer.forward(x, mode);
        torch.assertAgree(name + ".y", y);
        Gradients gradients = y.gradients(g);
        torch.assertAgree(name + ".dx", gradients.of(x));
        layer.namedParameters()
                .forEach(named -> torch.assertAgree(name + ".d" + named.name(), gradients.of(named.parameter())));
    }

    private Parameter parameter(String layer, String name) {
        return Parameter.of(name, torch.get(layer + "." + name));
    }

    @Test
    void activations() {
        assertAgrees("LogSoftmax", new LogSoftmax(), training);
        assertAgrees("LeakyReLU", new LeakyReLU(0.2), training);
        assertAgrees("ELU", new ELU(1.5), training);
        assertAgrees("GELU", new GELU(), training);
        assertAgrees("SiLU", new SiLU(), training);
    }

    @Test
    void layerNorm() {
        var layer = new LayerNorm(parameter("LayerNorm", "weight"), parameter("LayerNorm", "bias"), 1e-5);
        assertAgrees("LayerNorm", layer, training);
        assertAgrees("LayerNorm", layer, Mode.evaluation());
    }

    @Test
    void layerNormOverTwoAxes() {
        var images = torch.get("LayerNorm2.x").asVariable();
        var y = LayerNorm.of(images.dtype(), 2, 3).forward(images);
        torch.assertAgree("LayerNorm2.y", y);
        torch.assertAgree("LayerNorm2.dx", y.gradients(g.reshape(2, 2, 3)).of(images));
    }

    @Test
    void batchNormInTrainingThenItsBuffersThenInEvaluation() {
        var fresh = BatchNorm.of(x.dtype(), 3);
        var layer = new BatchNorm(
                        parameter("BatchNorm", "weight"),
                        parameter("BatchNorm", "bias"),
                        fresh.runningMean(),
                        fresh.runningVariance(),
                        fresh.batchesTracked(),
                        0.1,
                        1e-5)
                .momentum(0.3);
        assertAgrees("BatchNorm", layer, training);
        layer.forward(x.square(), training);
        assertThat(layer.namedBuffers().collect(NamedBuffer::name))
                .containsExactly("running_mean", "running_var", "num_batches_tracked");
        layer.namedBuffers()
                .forEach(named -> torch.assertAgree(
                        "BatchNorm." + named.name(), named.buffer().value()));
        assertAgrees("BatchNorm.evaluation", layer, Mode.evaluation());
    }

    @Test
    void embedding() {
        var layer = new Embedding(parameter("Embedding", "weight"));
        var y = layer.forward(Indices.of(4, 0, 4, 2));
        torch.assertAgree("Embedding.y", y);
        torch.assertAgree("Embedding.dweight", y.gradients(g).of(layer.weight()));
    }
}
