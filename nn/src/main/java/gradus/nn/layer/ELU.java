package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = x where x > 0, otherwise alpha (eˣ - 1), elementwise. Clevert et al., arXiv 1511.07289. */
public record ELU(double alpha) implements Layer {

    /**
     * A layer with this alpha.
     *
     * @throws ArgumentException unless it is finite
     */
    public ELU {
        if (!Double.isFinite(alpha)) {
            throw new ArgumentException("ELU", "a finite alpha", alpha + "", "");
        }
    }

    /** The alpha is 1.0. */
    public ELU() {
        this(1.0);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.elu(alpha);
    }

    /** Such as {@code ELU(1.0)}. */
    @Override
    public String description() {
        return "ELU(" + alpha + ")";
    }
}
