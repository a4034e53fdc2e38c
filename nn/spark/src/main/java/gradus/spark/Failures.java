package gradus.spark;

import gradus.autodiff.ArgumentException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Which failures are worth another attempt. */
final class Failures {
    private Failures() {}

    /**
     * Whether files, disks or networks had a part in it; not where a class could not be used for
     * that, which then never can be in this process, nor where something was asserted.
     */
    static boolean mayGoAway(Throwable failure) {
        return has(failure, IOException.class)
                && !has(failure, NotSerializableException.class)
                && !has(failure, Error.class);
    }

    /**
     * The failure of a task that would come again, as it can be sent. What may go away is thrown.
     */
    static RuntimeException lasting(Throwable failure) {
        return switch (failure) {
            case RuntimeException passing when mayGoAway(passing) -> throw passing;
            case RuntimeException lasting -> sendable(lasting);
            default -> sendable(new IllegalStateException(failure.toString(), failure));
        };
    }

    /** Whether something that was to be sent to the workers cannot be. */
    static boolean isNotSerializable(Throwable failure) {
        return has(failure, NotSerializableException.class);
    }

    /** What the user is told of it. */
    static ArgumentException cannotBeSent(String operator, String what, Throwable failure) {
        return new ArgumentException(
                operator,
                what + " that can be sent to workers",
                rootOf(failure).toString().lines().findFirst().orElse(""), // then comes Java's way to it
                "all that it holds or uses is to be Serializable; a function may make what it needs inside of it");
    }

    /**
     * What is thrown to the caller where the tasks of a job have failed: what they threw, if that was
     * the user's code.
     */
    static RuntimeException ofTasks(String operator, String what, Throwable failure) {
        if (has(failure, InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return new ClusterException(operator + ": interrupted while tasks ran", failure);
        }
        if (isNotSerializable(failure)) {
            return cannotBeSent(operator, what, failure);
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RuntimeException thrown) {
                return thrown;
            }
        }
        return new ClusterException(operator + ": " + failure.getMessage(), failure);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
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
    private static RuntimeException sendable(RuntimeException failure) {
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
