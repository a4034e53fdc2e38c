package gradus.spark;

/** A training or a trial on a cluster failed in every attempt; the cause is that of the last one. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
