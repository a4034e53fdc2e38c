package gradus.nn;

import gradus.autodiff.Tensor;

/** y = x / (1 + e⁻ˣ), elementwise, also called swish. Elfwing et al., Neural Networks 107 (2018). */
public record SiLU() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.silu();
    }
}
