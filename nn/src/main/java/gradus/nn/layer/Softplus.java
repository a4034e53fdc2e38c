package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = log(1 + eˣ), elementwise and without overflow: a smooth {@link ReLU}. */
public record Softplus() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.softplus();
    }
}
