package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.primitive.MutableObjectLongMap;
import org.eclipse.collections.impl.factory.primitive.ObjectLongMaps;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files. The same tensors give the same bytes. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();

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
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (file.metadata().notEmpty()) {
                json.writeName(SafetensorsHeader.METADATA).writeStartObject();
                file.metadata().forEachKeyValue(json::writeStringProperty);
                json.writeEndObject();
            }
            file.tensors().each(stored -> write(json, stored, places.getOrThrow(stored.name())));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, StoredTensor stored, long from) {
        json.writeName(stored.name()).writeStartObject();
        json.writeStringProperty("dtype", stored.type().name());
        json.writeName("shape").writeStartArray();
        stored.tensor().shape().dims().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeName("data_offsets").writeStartArray();
        json.writeNumber(from).writeNumber(from + length(stored));
        json.writeEndArray();
        json.writeEndObject();
    }

    private static long length(StoredTensor stored) {
        return (long) stored.tensor().shape().size() * stored.type().bytes();
    }
}
