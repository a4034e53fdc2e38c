package gradus.autodiff;

/**
 * A tensor was read after the end of its {@link Scope} or from another thread, or a scope is in
 * use.
 */
public final class ScopeException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public ScopeException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
