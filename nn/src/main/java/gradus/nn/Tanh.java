package gradus.nn;

import gradus.autodiff.Tensor;

/** y = tanh x, elementwise. */
public record Tanh() implements Layer {
    @Override
    public Tensor forward(Tensor x) {
        return x.tanh();
    }
}
