package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/** y = x where x > 0, otherwise slope x, elementwise, so that no unit dies. Maas et al., ICML 2013. */
public record LeakyReLU(double slope) implements Layer {

    /**
     * A layer with this slope.
     *
     * @throws ArgumentException unless it is finite
     */
    public LeakyReLU {
        if (!Double.isFinite(slope)) {
            throw new ArgumentException("LeakyReLU", "a finite slope", slope + "", "");
        }
    }

    /** The slope is 0.01. */
    public LeakyReLU() {
        this(0.01);
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.leakyRelu(slope);
    }

    /** Such as {@code LeakyReLU(0.01)}. */
    @Override
    public String description() {
        return "LeakyReLU(" + slope + ")";
    }
}
