package gradus.autodiff;

/** Element types that an operator does not take together, or a conversion that would lose digits. */
public final class ElementTypeException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public ElementTypeException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
