package gradus.spark;

import gradus.autodiff.ArgumentException;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;

/**
 * Objects as bytes, for the way between driver and tasks. It is Java's own serialization, with the
 * class loader of the job, whatever the cluster's settings are for data.
 */
final class Packed {
    private Packed() {}

    static byte[] pack(Object value) {
        ByteBuffer packed = serializer().serialize(value, ClassTag.Any());
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return bytes;
    }

    /**
     * As {@link #pack(Object)}, of what a user gave.
     *
     * @throws ArgumentException if it cannot be sent, with the operator and what it is
     */
    static byte[] pack(String operator, String what, Object value) {
        try {
            return pack(value);
        } catch (Exception failure) { // Scala declares none
            throw Failures.cannotBeSent(operator, what, failure);
        }
    }

    /** What {@link #pack(Object)} made these bytes of: one of {@code T}. */
    static <T> T unpack(byte[] bytes, Class<T> kind) {
        return serializer()
                .deserialize(
                        ByteBuffer.wrap(bytes), Thread.currentThread().getContextClassLoader(), ClassTag.apply(kind));
    }

    private static SerializerInstance serializer() {
        return new JavaSerializer(new SparkConf(false)).newInstance();
    }
}
