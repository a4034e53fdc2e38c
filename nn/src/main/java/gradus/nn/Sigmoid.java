package gradus.nn;

import gradus.autodiff.Tensor;

/** y = 1 / (1 + e⁻ˣ), elementwise. */
public record Sigmoid() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.sigmoid();
    }
}
