package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * y = silu(a) b, where a and b are the first and the second half of the input along an axis, which is
 * then half as long. Shazeer, arXiv 2002.05202. The first half is the gate, as in the feed-forward
 * layers of language models; in {@link GLU} it is the second one.
 *
 * <pre>
 * Sequential.of(Linear.of(64, 2 * 128, random), new SwiGLU(), Linear.of(128, 64, random))
 * </pre>
 */
public record SwiGLU(int axis) implements Layer {

    /** Along the last axis. */
    public SwiGLU() {
        this(-1);
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException if the axis has an odd length
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.swiglu(axis);
    }

    /** {@code SwiGLU}, or such as {@code SwiGLU(axis 1)}. */
    @Override
    public String description() {
        return axis == -1 ? "SwiGLU" : "SwiGLU(axis " + axis + ")";
    }
}
