package gradus.nn;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.map.MutableMap;

/** A name stands for one parameter or buffer: saved models could not tell two of one name apart. */
final class OneName {
    private OneName() {}

    /**
     * Where something was found.
     *
     * @param part the part that it is in; empty where that is not known
     * @param inner its name there; empty if it is the part itself
     * @param cell a parameter or a buffer
     */
    record Place<C>(String part, String inner, C cell) {
        String name() {
            return part.isEmpty() ? inner : inner.isEmpty() ? part : part + "." + inner;
        }

        private String inWords() {
            return part.isEmpty() ? cell + "" : inner.isEmpty() ? "the part " + part : inner + " of the part " + part;
        }
    }

    /**
     * Refuses places of one name with different cells in them. The same cell under several names is
     * a shared one.
     *
     * @throws ArgumentException if there are such
     */
    static <C> ImmutableList<Place<C>> require(ListIterable<Place<C>> places) {
        MutableMap<String, Place<C>> known = Maps.mutable.empty();
        for (Place<C> place : places) {
            Place<C> before = known.getIfAbsentPut(place.name(), place);
            if (!before.cell.equals(place.cell)) {
                throw new ArgumentException(
                        place.name(),
                        "a name of its own for each parameter and buffer",
                        "one for two, " + before.inWords() + " and " + place.inWords(),
                        "a dot in the name of a part, or in the key of a map, can make them alike");
            }
        }
        return places.toImmutable();
    }
}
