package gradus.autodiff;

/** Element types that an operator does not take together, or a conversion that would lose digits. */
public final class ElementTypeException extends GradusException {
    private static final long serialVersionUID = 1L;

    /** One line: {@code operator: need, got ...; hint}. An empty hint is left out. */
    public ElementTypeException(String operator, String need, String got, String hint) {
        super(operator, need, got, hint);
    }

    /** Two operands that differ. */
    static ElementTypeException of(String operator, Tensor a, Tensor b) {
        return new ElementTypeException(
                operator,
                "operands of one element type",
                a.type() + " and " + b.type(),
                "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
    }
}
