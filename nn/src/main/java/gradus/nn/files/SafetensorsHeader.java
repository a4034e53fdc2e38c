package gradus.nn.files;

import gradus.autodiff.Shape;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import tools.jackson.core.JsonToken;

/**
 * What the header of a safetensors file says.
 *
 * @param tensors in the order of the header
 */
record SafetensorsHeader(ImmutableSortedMap<String, String> metadata, ImmutableList<Place> tensors) {
    static final String METADATA = "__metadata__";

    /** The longest header that readers must accept, in bytes. */
    static final long LIMIT = 100_000_000;

    /** Where a tensor is: {@code from} and {@code to} count bytes from the end of the header. */
    record Place(String name, NumberType type, Shape shape, long from, long to) {}

    static SafetensorsHeader parse(Path file, byte[] text, long dataLength) {
        return StrictJson.read(file, Long.BYTES, "header", text, json -> parse(json, dataLength));
    }

    private static SafetensorsHeader parse(StrictJson json, long dataLength) {
        ImmutableSortedMap<String, String> metadata = SortedMaps.immutable.empty();
        MutableList<Place> places = Lists.mutable.empty();
        json.begin(JsonToken.START_OBJECT, "a JSON object");
        while (!json.ends(JsonToken.END_OBJECT)) {
            String name = json.name();
            if (name.equals(METADATA)) {
                metadata = json.strings();
            } else {
                places.add(place(json, name, dataLength));
            }
        }
        json.end();
        return new SafetensorsHeader(metadata, places.toImmutable());
    }

    /** The three members come in any order. */
    private static Place place(StrictJson json, String name, long dataLength) {
        json.begin(JsonToken.START_OBJECT, "a tensor, an object");
        NumberType type = null;
        Shape shape = null;
        long[] range = null;
        while (!json.ends(JsonToken.END_OBJECT)) {
            switch (json.name()) {
                case "dtype" -> type = type(json);
                case "shape" -> shape = json.shape();
                case "data_offsets" -> range = range(json, dataLength);
                default -> throw json.wrong("dtype, shape or data_offsets", json.name());
            }
        }
        if (type == null || shape == null || range == null) {
            throw json.wrong("dtype, shape and data_offsets of " + name, "an object without one of them");
        }
        long need = (long) shape.size() * type.bytes();
        json.require(
                range[1] - range[0] == need,
                "data_offsets of " + name + " that are " + need + " bytes apart for " + type + shape);
        return new Place(name, type, shape, range[0], range[1]);
    }

    private static NumberType type(StrictJson json) {
        String name = json.text();
        NumberType found = Lists.immutable
                .with(NumberType.values())
                .detect(type -> type.name().equals(name));
        json.require(found != null, "one of the types " + Lists.immutable.with(NumberType.values()));
        return found;
    }

    private static long[] range(StrictJson json, long dataLength) {
        json.begin(JsonToken.START_ARRAY, "two offsets");
        long from = json.longWholeNumber();
        json.require(from >= 0, "an offset of 0 or more");
        long to = json.longWholeNumber();
        json.require(
                to >= from && to <= dataLength,
                "an offset from " + from + " to the end of the file, " + dataLength,
                to > dataLength ? "truncated?" : "");
        json.begin(JsonToken.END_ARRAY, "the end of the two offsets");
        return new long[] {from, to};
    }
}
