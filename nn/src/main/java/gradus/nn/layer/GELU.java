package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

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
