package gradus.autodiff;

/** An index, label or offset outside its axis. */
public final class IndexException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public IndexException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
