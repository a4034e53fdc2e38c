package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.nn.files.Sha256;
import gradus.nn.files.StoredTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.map.sorted.SortedMapIterable;

/** The SHA-256 of all that a checkpoint says, so that no damage goes unnoticed. */
final class CheckpointDigest {
    private static final int PIECE = 1 << 16;

    private final MessageDigest sha = Sha256.digest();
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);

    private CheckpointDigest() {}

    /** In hexadecimal digits, of these strings and the names, types, shapes and bits of these tensors. */
    static String of(SortedMapIterable<String, String> metadata, ListIterable<StoredTensor> tensors) {
        CheckpointDigest digest = new CheckpointDigest();
        metadata.forEachKeyValue((key, value) -> {
            digest.add(key);
            digest.add(value);
        });
        tensors.toSortedListBy(StoredTensor::name).forEach(digest::add);
        digest.flush();
        return Sha256.of(digest.sha);
    }

    /** Its length first, so that no two sequences of texts give the same bytes. */
    private void add(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(encoded.length);
        flush();
        sha.update(encoded);
    }

    private void add(StoredTensor stored) {
        Tensor tensor = stored.tensor();
        add(stored.name());
        add(stored.type() + tensor.shape().toString());
        if (tensor.dtype() == DType.F32) {
            for (float number : tensor.toFloatArray()) {
                room(Float.BYTES).putInt(Float.floatToRawIntBits(number));
            }
        } else {
            for (double number : tensor.toDoubleArray()) {
                room(Double.BYTES).putLong(Double.doubleToRawLongBits(number));
            }
        }
    }

    private ByteBuffer room(int count) {
        if (bytes.remaining() < count) {
            flush();
        }
        return bytes;
    }

    private void flush() {
        sha.update(bytes.flip());
        bytes.clear();
    }
}
