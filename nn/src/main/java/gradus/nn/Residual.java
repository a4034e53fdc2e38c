package gradus.nn;

import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * y = x + inner(x): what the inner layer adds to its input, so that gradients flow past it. He et
 * al., CVPR 2016. Its parameters have the names of the inner layer after {@code inner.}.
 */
public record Residual(Layer inner) implements Layer {
    /** Around a layer, whose parameters and buffers learn their names here, for errors. */
    public Residual {
        NamedParameter.qualify(NamedParameter.under("inner", inner));
        NamedBuffer.qualify(NamedBuffer.under("inner", inner));
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException if the inner layer gives another shape than it is given
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor change = mode.apply("inner", inner, x);
        if (!change.shape().equals(x.shape())) {
            throw new ShapeException(
                    "Residual",
                    "an inner layer that keeps the shape " + x.shape(),
                    change.shape() + " from " + inner.description(),
                    "");
        }
        return x.add(change);
    }

    /** Such as {@code Residual(Linear(3 -> 3))}. */
    @Override
    public String description() {
        return "Residual(" + inner.description() + ")";
    }
}
