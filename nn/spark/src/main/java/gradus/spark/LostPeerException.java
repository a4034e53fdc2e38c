package gradus.spark;

/** Another process of a group is gone, or has been silent for too long. */
final class LostPeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostPeerException(String message) {
        super(message);
    }

    LostPeerException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
