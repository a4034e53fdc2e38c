package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;

/**
 * What an optimiser or a schedule remembers, as a value for checkpoints: numbers such as step counts, and tensors such as velocities, by
 * name and in the order of the names. Names of what belongs to a parameter start with the parameter's, as in {@code 0.weight.velocity}.
 *
 * @param kind what remembers it, such as {@code SGD}
 * @param numbers whole numbers below 2⁵³ among them are exact
 * @param tensors constants
 */
public record SavedState(
        String kind, ImmutableSortedMap<String, Double> numbers, ImmutableSortedMap<String, Tensor> tensors) {

    /**
     * The number of that name.
     *
     * @throws ArgumentException if there is none
     */
    public double number(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new ArgumentException(kind + ".restore", "a number " + name, numbers.keysView() + "", "");
        }
        return number;
    }

    void requireKind(String expected) {
        if (!kind.equals(expected)) {
            throw new ArgumentException(expected + ".restore", "the state of one like it", "that of " + kind, "");
        }
    }
}
