package gradus.nn.files;

import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;

/** Reads safetensors files, and checks everything. */
final class SafetensorsReader {
    private SafetensorsReader() {}

    static Safetensors read(Path file, ByteSource source) throws IOException {
        long length = ByteBuffer.wrap(source.next(Long.BYTES, "the header's length"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > SafetensorsHeader.LIMIT) {
            throw source.wrong(
                    0,
                    "a header length from 2 to " + SafetensorsHeader.LIMIT,
                    Long.toUnsignedString(length),
                    "not a safetensors file?");
        }
        byte[] text = source.next(length, "the header");
        if (text[0] != '{') {
            throw source.wrong(Long.BYTES, "a header that begins with {", "byte " + text[0], "not a safetensors file?");
        }
        SafetensorsHeader header = SafetensorsHeader.parse(file, text, source.remaining());
        MutableMap<SafetensorsHeader.Place, StoredTensor> tensors = Maps.mutable.empty();
        for (SafetensorsHeader.Place place : filling(header.tensors(), source)) {
            Tensor tensor =
                    NumberCodec.read(source, place.type(), ByteOrder.LITTLE_ENDIAN, place.shape(), place.name());
            tensors.put(place, new StoredTensor(place.name(), place.type(), tensor));
        }
        source.end();
        return new Safetensors(header.metadata(), header.tensors().collect(tensors::get));
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
