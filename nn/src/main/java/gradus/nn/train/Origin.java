package gradus.nn.train;

import org.jspecify.annotations.Nullable;

/**
 * Where a number was born that is not finite.
 *
 * @param operation such as {@code log}, if known
 * @param layer the path of the innermost layer, such as {@code 2}, if known
 * @param words the layer for a message, with a space before; empty if not known
 */
record Origin(@Nullable String operation, @Nullable String layer, String words) {
    static final Origin UNKNOWN = new Origin(null, null, "");
    static final Origin OBJECTIVE = new Origin(null, null, " in the objective");

    static Origin layer(String path, String description) {
        return new Origin(null, path, " of layer " + path + ", " + description);
    }

    /** The layer that has the parameter of that full name. */
    static Origin ofParameter(String name) {
        return new Origin(null, name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : null, "");
    }

    Origin operation(@Nullable String name) {
        return new Origin(name, layer, words);
    }

    /** This, or another if nothing of the layer is known. */
    Origin orElse(String otherWords) {
        return words.isEmpty() ? new Origin(operation, layer, otherWords) : this;
    }
}
