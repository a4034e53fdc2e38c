package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer or a schedule remembers, as a value for checkpoints: numbers such as step
 * counts, and tensors such as velocities, by name and in the order of the names. Names of what
 * belongs to a parameter start with the parameter's, as in {@code 0.weight.velocity}.
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
        return find("a number " + name, numbers, name);
    }

    /**
     * The number of that name, if it counts something.
     *
     * @throws ArgumentException if there is none, or it is not a whole number of 0 or more
     */
    public long count(String name) {
        double number = number(name);
        if (!(number >= 0 && number <= 1L << 53 && number == Math.rint(number))) {
            throw new ArgumentException(kind + ".restore, " + name, "a whole number of 0 or more", number + "", "");
        }
        return (long) number;
    }

    /**
     * The tensor of that name.
     *
     * @throws ArgumentException if there is none
     */
    public Tensor tensor(String name) {
        return find("a tensor " + name, tensors, name);
    }

    private <T> T find(String what, ImmutableSortedMap<String, T> all, String name) {
        @Nullable T found = all.get(name);
        if (found == null) {
            throw new ArgumentException(kind + ".restore", what, all.keysView().toString(), "");
        }
        return found;
    }

    void requireKind(String expected) {
        if (!kind.equals(expected)) {
            throw new ArgumentException(expected + ".restore", "the state of one like it", "that of " + kind, "");
        }
    }

    /** The kind and the numbers, and a line for each tensor: its name, type and shape. */
    @Override
    public String toString() {
        return "state of " + kind + " " + numbers
                + tensors.keyValuesView()
                        .collect(pair ->
                                "\n" + pair.getOne() + " " + pair.getTwo().type())
                        .makeString("");
    }
}
