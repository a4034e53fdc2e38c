package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Interpolation;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.Arrays;

/**
 * Images {@code [n, c, spatial...]} with each spatial axis so many times as long. See {@link
 * Tensor#interpolate}.
 *
 * @param factor how many times
 * @param interpolation what stands between the elements
 */
public record Upsample(int factor, Interpolation interpolation) implements Layer {

    /**
     * A layer with this factor.
     *
     * @throws ArgumentException unless the factor is 1 or more
     */
    public Upsample {
        if (factor < 1) {
            throw new ArgumentException(
                    "Upsample", "a factor of 1 or more", factor + "", "AveragePool makes images smaller");
        }
    }

    /** Each element several times: {@link Interpolation#NEAREST}. */
    public Upsample(int factor) {
        this(factor, Interpolation.NEAREST);
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException unless there are one to three spatial axes, none empty
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Shape from = x.shape();
        int[] spatial = from.rank() < 3 ? new int[] {1} : Arrays.copyOfRange(from.toArray(), 2, from.rank());
        return x.interpolate(
                interpolation,
                Arrays.stream(spatial)
                        .map(length -> Math.multiplyExact(length, factor))
                        .toArray());
    }

    /** Such as {@code Upsample(2, NEAREST)}. */
    @Override
    public String description() {
        return "Upsample(" + factor + ", " + interpolation + ")";
    }
}
