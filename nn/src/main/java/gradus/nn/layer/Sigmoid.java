package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = 1 / (1 + e⁻ˣ), elementwise. */
public record Sigmoid() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.sigmoid();
    }
}
