package gradus.nn.layer;

import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * The largest element of each window over images {@code [n, c, spatial...]} with one to three spatial
 * axes. The gradient goes to the first of equals. See {@link Tensor#maxPool}.
 *
 * {@snippet lang = java :
 * Layer halving = MaxPool.of(2);
 * Layer overlapping = new MaxPool(SlidingWindow.of(3).stride(2).padding(1));
 * }
 */
public record MaxPool(SlidingWindow window) implements Layer {
    /**
     * A window of this size, which slides by its own size; one number serves all axes.
     *
     * @throws gradus.autodiff.ArgumentException unless there are one to three sizes of 1 or more
     */
    public static MaxPool of(int... size) {
        return new MaxPool(SlidingWindow.of(size));
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException if a window does not fit into the padded images
     * @throws gradus.autodiff.ArgumentException if there is more padding than half of what a window reaches over
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.maxPool(window);
    }

    /** Such as {@code MaxPool(2)}. */
    @Override
    public String description() {
        return "MaxPool(" + window + ")";
    }
}
