package gradus.autodiff;

/** A gradient that cannot be given: no cotangent, not a variable, or a rule that breaks its contract. */
public final class GradientException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public GradientException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
