package gradus.spark;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Which failures are worth another attempt. */
final class Failures {
    private Failures() {}

    /** Whether files, disks or networks had a part in it. */
    static boolean mayGoAway(Throwable failure) {
        return has(failure, IOException.class) && !has(failure, NotSerializableException.class);
    }

    /** Whether something that was to be sent to the workers cannot be. */
    static boolean isNotSerializable(Throwable failure) {
        return has(failure, NotSerializableException.class);
    }

    private static boolean has(Throwable failure, Class<?> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The failure itself, or one with its words where it cannot be sent. */
    static RuntimeException sendable(RuntimeException failure) {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(failure);
            return failure;
        } catch (IOException _) {
            RuntimeException words = new IllegalStateException(failure.toString());
            words.setStackTrace(failure.getStackTrace());
            return words;
        }
    }
}
