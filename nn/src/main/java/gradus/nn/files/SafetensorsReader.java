package gradus.nn.files;

import gradus.autodiff.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.jspecify.annotations.Nullable;

/** Reads safetensors files, and checks everything. */
final class SafetensorsReader {
    private final ByteSource source;
    private final MutableMap<SafetensorsHeader.Place, StoredTensor> read = Maps.mutable.empty();
    private final MutableList<UnreadTensor> unread = Lists.mutable.empty();

    private SafetensorsReader(ByteSource source) {
        this.source = source;
    }

    static Safetensors read(Path file, ByteSource source) throws IOException {
        SafetensorsHeader header = header(file, source);
        ImmutableList<SafetensorsHeader.Place> places = filling(header.tensors(), source);
        requireMemory(file, places);
        var reader = new SafetensorsReader(source);
        for (SafetensorsHeader.Place place : places) {
            reader.read(place);
        }
        source.end();
        if (reader.read.isEmpty()) {
            UnreadTensor.requireNone(reader.unread.toImmutable());
        }
        return new Safetensors(
                header.metadata(),
                header.tensors().select(reader.read::containsKey).collect(reader.read::get),
                reader.unread.toImmutable());
    }

    private static SafetensorsHeader header(Path file, ByteSource source) throws IOException {
        byte[] first = source.next(Long.BYTES, "the header's length");
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 2 || length > Math.min(source.remaining(), SafetensorsHeader.LIMIT)) {
            source.refuseOtherKind(first, "a safetensors file");
        }
        if (length < 2 || length > SafetensorsHeader.LIMIT) {
            throw source.wrong(
                    0,
                    "a header length from 2 to " + SafetensorsHeader.LIMIT,
                    Long.toUnsignedString(length),
                    "not a safetensors file?");
        }
        byte[] text = source.next(length, "the header");
        if (text[0] != '{') {
            source.refuseOtherKind(first, "a safetensors file");
        }
        requireText(source, text);
        return SafetensorsHeader.parse(file, text, source.remaining());
    }

    /**
     * UTF-8, of which JSON's reader would also take other encodings, and not all of it would be
     * checked.
     */
    private static void requireText(ByteSource source, byte[] text) {
        int begin = 0;
        while (begin < text.length && " \t\r\n".indexOf(text[begin]) >= 0) {
            begin++;
        }
        if (begin == text.length || text[begin] != '{') {
            throw source.wrong(Long.BYTES, "a header that begins with {", "byte " + text[0], "not a safetensors file?");
        }
        int second = begin + 1;
        if (second < text.length && text[second] == 0) {
            throw source.wrong(
                    Long.BYTES, "a header of UTF-8", "a zero after its first character", "UTF-16 or UTF-32?");
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            var exception = source.wrong(Long.BYTES, "a header of UTF-8", "other bytes (" + e.getMessage() + ")", "");
            exception.initCause(e);
            throw exception;
        }
    }

    private static void requireMemory(Path file, ImmutableList<SafetensorsHeader.Place> places) {
        long bytes = places.sumOfLong(place -> {
            Shape shape = place.shape();
            NumberType type = place.kind().type();
            return shape == null || type == null ? 0 : NumberCodec.memory(type, shape) / 2;
        });
        MemoryAtHand.require(file, bytes, "all tensors", "");
    }

    private void read(SafetensorsHeader.Place place) throws IOException {
        DataException reason = unheld(place);
        NumberType type = place.kind().type();
        Shape shape = place.shape();
        if (reason != null || type == null || shape == null) {
            source.drain(place.to() - place.from());
        } else {
            try {
                var tensor = NumberCodec.read(source, type, ByteOrder.LITTLE_ENDIAN, shape, place.name());
                read.put(place, new StoredTensor(place.name(), type, tensor));
            } catch (UnheldException e) {
                reason = source.unheld(e.offset(), place.name() + ": " + e.need(), e.got(), "");
            }
        }
        if (reason != null) {
            unread.add(new UnreadTensor(place.name(), reason));
        }
    }

    /** Why no tensor can hold what the header describes, or null. */
    private @Nullable DataException unheld(SafetensorsHeader.Place place) {
        if (place.kind().type() == null) {
            return source.unheld(
                    source.position(),
                    place.name() + ": real numbers in whole bytes",
                    place.kind().name(),
                    "");
        }
        return place.shape() == null
                ? source.unheld(
                        source.position(),
                        place.name() + ": axis lengths of at most " + Integer.MAX_VALUE + ", and at most "
                                + Shape.MAX_SIZE + " elements",
                        place.lengths().toString(),
                        "")
                : null;
    }

    /** The places in the order of the file, if each begins where the one before it ends. */
    private static ImmutableList<SafetensorsHeader.Place> filling(
            ImmutableList<SafetensorsHeader.Place> places, ByteSource source) {
        var ordered = places.toSortedListBy(SafetensorsHeader.Place::to).sortThisBy(SafetensorsHeader.Place::from);
        long end = 0;
        for (SafetensorsHeader.Place place : ordered) {
            if (place.from() != end) {
                throw source.wrong(
                        source.position() + place.from(),
                        place.name() + " to begin where the tensor before it ends, at " + end,
                        place.from() + " after the header",
                        "");
            }
            end = place.to();
        }
        if (end != source.remaining()) {
            throw source.wrong(source.position() + end, "the end of the file after the last tensor", "more bytes", "");
        }
        return ordered.toImmutable();
    }
}
