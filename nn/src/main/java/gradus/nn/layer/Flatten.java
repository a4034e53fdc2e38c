package gradus.nn.layer;

import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.Arrays;

/** Each example as one row: {@code [n, ...]} to {@code [n, size of an example]}, in row-major order. */
public record Flatten() implements Layer {
    /**
     * Applies the layer.
     *
     * @throws ShapeException if {@code x} is a single number
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        if (x.shape().rank() == 0) {
            throw new ShapeException("Flatten", "a batch [n, ...]", x.shape().toString(), "");
        }
        Shape example =
                Shape.of(Arrays.copyOfRange(x.shape().toArray(), 1, x.shape().rank()));
        return x.reshape(x.shape().dim(0), example.size());
    }
}
