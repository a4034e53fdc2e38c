package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = x / (1 + e⁻ˣ), elementwise, also called swish. Elfwing et al., Neural Networks 107 (2018). */
public record SiLU() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.silu();
    }
}
