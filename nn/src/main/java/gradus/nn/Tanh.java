package gradus.nn;

import gradus.autodiff.Tensor;

/** y = tanh x, elementwise. */
public record Tanh() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.tanh();
    }
}
