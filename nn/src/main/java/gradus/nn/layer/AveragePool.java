package gradus.nn.layer;

import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * The mean of each window over images {@code [n, c, spatial...]} with one to three spatial axes.
 * Padding counts as zeros unless the window ignores it. See {@link Tensor#averagePool}.
 */
public record AveragePool(SlidingWindow window) implements Layer {
    /**
     * A window of this size, which slides by its own size; one number serves all axes.
     *
     * @throws gradus.autodiff.ArgumentException unless there are one to three sizes of 1 or more
     */
    public static AveragePool of(int... size) {
        return new AveragePool(SlidingWindow.of(size));
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException if a window does not fit into the padded images
     * @throws gradus.autodiff.ArgumentException if there is more padding than half of what a window reaches over
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.averagePool(window);
    }

    /** Such as {@code AveragePool(2)}. */
    @Override
    public String description() {
        return "AveragePool(" + window + ")";
    }
}
