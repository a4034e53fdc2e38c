package gradus.spark;

/** An exception with a part that cannot be sent. */
final class Unsendable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"}) // the point of it
    private final Object part = new Object();

    Unsendable(String message) {
        super(message);
    }
}
