package gradus.autodiff;

/** A number or setting outside what an operator is defined for. */
public final class ArgumentException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public ArgumentException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
