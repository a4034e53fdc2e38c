package gradus.nn;

import gradus.autodiff.Tensor;

/**
 * y = x Φ(x) with the exact normal distribution function, elementwise: PyTorch's default form.
 * Hendrycks and Gimpel, arXiv 1606.08415.
 */
public record GELU() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.gelu();
    }
}
