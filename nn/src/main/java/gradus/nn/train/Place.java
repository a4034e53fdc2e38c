package gradus.nn.train;

import org.jspecify.annotations.Nullable;

/**
 * Where a number was born that is not finite.
 *
 * @param operation such as {@code log}, if known
 * @param layer the path of the innermost layer, such as {@code 2}, if known
 * @param words the layer for a message, with a space before; empty if not known
 */
record Place(@Nullable String operation, @Nullable String layer, String words) {
    static final Place UNKNOWN = new Place(null, null, "");
    static final Place OBJECTIVE = new Place(null, null, " in the objective");

    static Place layer(String path, String description) {
        return new Place(null, path, " of layer " + path + ", " + description);
    }

    /** The layer that has the parameter of that full name. */
    static Place ofParameter(String name) {
        return new Place(null, name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : null, "");
    }

    Place operation(@Nullable String name) {
        return new Place(name, layer, words);
    }

    /** This, or another if nothing of the layer is known. */
    Place orElse(String otherWords) {
        return words.isEmpty() ? new Place(operation, layer, otherWords) : this;
    }
}
