package gradus.autodiff;

/** Shapes or axes that do not fit an operator. */
public final class ShapeException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public ShapeException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }
}
