package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Means of windows that together cover images {@code [n, c, spatial...]}: as many along each spatial
 * axis as are asked for, whatever the images' size. See {@link Tensor#adaptiveAveragePool}.
 *
 * @param sizes the spatial axes of the result; one number serves all
 */
public record AdaptiveAveragePool(ImmutableIntList sizes) implements Layer {

    /**
     * A layer of these sizes.
     *
     * @throws ArgumentException unless there are one to three sizes of 1 or more
     */
    public AdaptiveAveragePool {
        if (sizes.isEmpty() || sizes.size() > 3 || sizes.anySatisfy(size -> size < 1)) {
            throw new ArgumentException("AdaptiveAveragePool", "one to three sizes of 1 or more", sizes + "", "");
        }
    }

    /**
     * As many windows along each spatial axis; one number serves all axes.
     *
     * @throws ArgumentException unless there are one to three sizes of 1 or more
     */
    public static AdaptiveAveragePool of(int... sizes) {
        return new AdaptiveAveragePool(IntLists.immutable.with(sizes));
    }

    /**
     * Applies the layer.
     *
     * @throws gradus.autodiff.ShapeException unless {@code x} has as many spatial axes as there are
     *     sizes, or there is one for all
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.adaptiveAveragePool(sizes.toArray());
    }

    /** Such as {@code AdaptiveAveragePool(7x7)}. */
    @Override
    public String description() {
        return "AdaptiveAveragePool(" + sizes.makeString("x") + ")";
    }
}
