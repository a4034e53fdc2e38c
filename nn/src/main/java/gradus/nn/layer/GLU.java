package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * y = a σ(b), where a and b are the first and the second half of the input along an axis, which is then
 * half as long: a gate for each number. Dauphin et al., ICML 2017.
 *
 * <pre>
 * Sequential.of(Linear.of(64, 2 * 128, random), new GLU()) // [n, 64] to [n, 128]
 * </pre>
 */
public record GLU(int axis) implements Layer {

    /** Along the last axis. */
    public GLU() {
        this(-1);
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException if the axis has an odd length
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.glu(axis);
    }

    /** {@code GLU}, or such as {@code GLU(axis 1)}. */
    @Override
    public String description() {
        return axis == -1 ? "GLU" : "GLU(axis " + axis + ")";
    }
}
