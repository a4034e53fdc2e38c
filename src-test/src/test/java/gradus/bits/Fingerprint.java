package gradus.bits;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of tensors: of types, shapes and all bits of the elements, except that one NaN is like another. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256"); // every Java platform has it
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    Fingerprint add(Tensor tensor) {
        digest.update(tensor.type().getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * tensor.shape().size());
        if (tensor.dtype() == DType.F32) {
            for (float element : tensor.toFloatArray()) {
                bytes.putInt(Float.floatToIntBits(element));
            }
        } else {
            for (double element : tensor.toDoubleArray()) {
                bytes.putLong(Double.doubleToLongBits(element));
            }
        }
        digest.update(bytes.flip());
        return this;
    }

    /** All 64 hexadecimal digits. */
    String whole() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The first 16 of them. */
    String brief() {
        return whole().substring(0, 16);
    }
}
