package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * The mean of each image: {@code [n, c, spatial...]} to {@code [n, c]}, as the last layers of a
 * convolutional network take it. {@link AdaptiveAveragePool} of 1 keeps the spatial axes.
 */
public record GlobalAveragePool() implements Layer {
    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException unless there are one to three spatial axes, none empty
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.globalAveragePool();
    }
}
