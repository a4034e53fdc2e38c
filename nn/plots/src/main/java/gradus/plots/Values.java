package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Named values, to be counted by a {@link Histogram} or compared by a {@link BarChart}.
 *
 * @param name for the legend
 */
public record Values(String name, ImmutableDoubleList values) {
    /**
     * Values.
     *
     * @throws ArgumentException if they have no name, or there is none of them
     */
    public Values {
        Requirements.requireName("Values", name);
        Requirements.requireSome("values " + name, values);
    }

    /** Values given as an array. */
    public static Values of(String name, double... values) {
        return new Values(name, DoubleLists.immutable.with(values));
    }

    /** All values of a tensor, whatever its shape. */
    public static Values of(String name, Tensor tensor) {
        return of(name, tensor.toDoubleArray());
    }
}
