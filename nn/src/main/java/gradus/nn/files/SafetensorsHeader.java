package gradus.nn.files;

import gradus.autodiff.GradusException;
import gradus.autodiff.Shape;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
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

    /** Types of the format whose numbers no tensor holds, and the bits of each. */
    private static final ImmutableMap<String, Integer> UNHELD =
            Maps.immutable.with("F4", 4, "F6_E2M3", 6, "F6_E3M2", 6, "C64", 64);

    private static final ImmutableList<NumberType> HELD = Lists.immutable.with(NumberType.values());

    /** Where a tensor is: {@code from} and {@code to} count bytes from the end of the header. */
    record Place(String name, Kind kind, ImmutableLongList lengths, long from, long to) {
        /** The shape, or null if no tensor has so many elements. */
        @Nullable
        Shape shape() {
            boolean empty = lengths.contains(0);
            if (lengths.anySatisfy(length -> length > Integer.MAX_VALUE)
                    || (!empty && elements(lengths) > Shape.MAX_SIZE)) {
                return null;
            }
            return Shape.of(lengths.collectInt(length -> (int) length, IntLists.mutable.empty())
                    .toImmutable());
        }
    }

    /**
     * A type by name, how many bits its numbers have, and the same type here, or null where no
     * tensor holds them.
     */
    record Kind(String name, int bits, @Nullable NumberType type) {}

    static SafetensorsHeader parse(Path file, byte[] text, long dataLength) {
        return StrictJson.read(file, Long.BYTES, "header", text, json -> parse(json, dataLength));
    }

    private static SafetensorsHeader parse(StrictJson json, long dataLength) {
        ImmutableSortedMap<String, String> metadata = SortedMaps.immutable.empty();
        MutableList<Place> places = Lists.mutable.empty();
        MutableSet<String> names = Sets.mutable.empty();
        json.begin(JsonToken.START_OBJECT, "a JSON object");
        while (!json.ends(JsonToken.END_OBJECT)) {
            String name = json.name();
            json.requireFirst(names.add(name));
            if (name.equals(METADATA)) {
                metadata = json.stringsOrNull();
            } else {
                places.add(place(json, name, dataLength));
            }
        }
        json.end();
        return new SafetensorsHeader(metadata, places.toImmutable());
    }

    /**
     * The three members come in any order, each once; others beside them are nobody's business, as
     * often as they may occur.
     */
    private static Place place(StrictJson json, String name, long dataLength) {
        json.begin(JsonToken.START_OBJECT, "a tensor, an object");
        Kind kind = null;
        ImmutableLongList lengths = null;
        long[] range = null;
        while (!json.ends(JsonToken.END_OBJECT)) {
            switch (json.name()) {
                case "dtype" -> {
                    json.requireFirst(kind == null);
                    kind = kind(json);
                }
                case "shape" -> {
                    json.requireFirst(lengths == null);
                    lengths = json.lengths();
                }
                case "data_offsets" -> {
                    json.requireFirst(range == null);
                    range = range(json, dataLength);
                }
                default -> json.skip();
            }
        }
        if (kind == null || lengths == null || range == null) {
            throw json.wrong("dtype, shape and data_offsets of " + name, "an object without one of them");
        }
        requireLength(json, name, kind, lengths, range);
        return new Place(name, kind, lengths, range[0], range[1]);
    }

    private static void requireLength(
            StrictJson json, String name, Kind kind, ImmutableLongList lengths, long[] range) {
        long elements = elements(lengths);
        json.require(
                elements <= Long.MAX_VALUE / kind.bits, "a shape of at most 2^63 bits of " + name + ", not " + lengths);
        long bits = elements * kind.bits;
        json.require(bits % Byte.SIZE == 0, "whole bytes of " + name + ", not " + bits + " bits");
        long need = bits / Byte.SIZE;
        json.require(
                range[1] - range[0] == need,
                "data_offsets of " + name + " that are " + GradusException.counted(need, "byte") + " apart for "
                        + kind.name + lengths);
    }

    /**
     * How many there are; or the largest number if some of the lengths, one after the other,
     * already have more.
     */
    private static long elements(ImmutableLongList lengths) {
        return lengths.injectInto(1L, (Long product, long length) -> {
            boolean over = product == Long.MAX_VALUE || (length != 0 && product > Long.MAX_VALUE / length);
            return over ? Long.MAX_VALUE : product * length;
        });
    }

    private static Kind kind(StrictJson json) {
        String name = json.text();
        NumberType found = HELD.detect(type -> type.name().equals(name));
        json.require(
                found != null || UNHELD.containsKey(name),
                "one of the types " + HELD.collect(NumberType::name).newWithAll(UNHELD.keysView()));
        return new Kind(name, found == null ? UNHELD.get(name) : Byte.SIZE * found.bytes(), found);
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
