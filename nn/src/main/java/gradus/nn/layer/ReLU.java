package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = max(x, 0), elementwise; its slope at 0 is 0. Nair and Hinton, ICML 2010. */
public record ReLU() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.relu();
    }
}
