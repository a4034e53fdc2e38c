package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.impl.factory.primitive.ObjectLongMaps;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes safetensors files. The same tensors give the same bytes. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * The widest numbers come first in the data, so that all are aligned when the file is mapped to
     * memory; the header keeps the order.
     */
    static void write(Safetensors file, OutputStream out) throws IOException {
        ImmutableList<StoredTensor> ordered =
                file.tensors().toSortedListBy(stored -> -stored.type().bytes()).toImmutable();
        byte[] header = header(file, ordered);
        if (header.length > SafetensorsHeader.LIMIT - ALIGNMENT) {
            throw new ArgumentException(
                    "Safetensors.write",
                    "a header of at most " + SafetensorsHeader.LIMIT + " bytes",
                    header.length + "",
                    "long metadata are better in a file of their own");
        }
        int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.write(header);
        out.write(" ".repeat(padded - header.length).getBytes(StandardCharsets.US_ASCII));
        for (StoredTensor stored : ordered) {
            NumberCodec.write(out, stored.type(), ByteOrder.LITTLE_ENDIAN, stored.tensor());
        }
    }

    private static byte[] header(Safetensors file, ImmutableList<StoredTensor> ordered) {
        MutableObjectLongMap<String> places = ObjectLongMaps.mutable.empty();
        long end = 0;
        for (StoredTensor stored : ordered) {
            places.put(stored.name(), end);
            end += length(stored);
        }
        ObjectNode header = JsonMapper.shared().createObjectNode();
        if (file.metadata().notEmpty()) {
            ObjectNode metadata = header.putObject(SafetensorsHeader.METADATA);
            file.metadata().forEachKeyValue(metadata::put);
        }
        for (StoredTensor stored : file.tensors()) {
            long from = places.getOrThrow(stored.name());
            ObjectNode place = header.putObject(stored.name());
            place.put("dtype", stored.type().name());
            stored.tensor().shape().dims().forEach(place.putArray("shape")::add);
            place.putArray("data_offsets").add(from).add(from + length(stored));
        }
        return JsonMapper.shared().writeValueAsBytes(header);
    }

    private static long length(StoredTensor stored) {
        return (long) stored.tensor().shape().size() * stored.type().bytes();
    }
}
