package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = tanh x, elementwise. */
public record Tanh() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.tanh();
    }
}
