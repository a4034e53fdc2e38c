package gradus.autodiff;

/**
 * A mistake that Gradus can name: which operator, what it needs, what it got, and what would
 * probably help. The message is one line: {@code matmul: needs inner dimensions that agree, got
 * [32, 784] x [100, 10]; transpose the right operand?}
 */
public abstract sealed class GradusException extends RuntimeException
        permits ArgumentException,
                ElementTypeException,
                GradientException,
                IndexException,
                ScopeException,
                ShapeException {
    private static final long serialVersionUID = 1L;

    private final String operator;
    private final String need;
    private final String got;
    private final String hint;

    GradusException(String operator, String need, String got, String hint) {
        super(operator + ": needs " + need + ", got " + got + (hint.isEmpty() ? "" : "; " + hint));
        this.operator = operator;
        this.need = need;
        this.got = got;
        this.hint = hint;
    }

    /** A number of things, for messages: {@code 1 element}, {@code 2 elements}. */
    public static String counted(long count, String thing) {
        return counted(count, thing, thing + "s");
    }

    /** As {@link #counted(long, String)}, of a word with a plural of its own: {@code 2 axes}. */
    public static String counted(long count, String thing, String things) {
        return count + " " + (count == 1 ? thing : things);
    }

    /** The operator or method that refused, as the user spelled it. */
    public String operator() {
        return operator;
    }

    /** What it needs. */
    public String need() {
        return need;
    }

    /** What it got instead. */
    public String got() {
        return got;
    }

    /** What would probably help; empty when there is nothing useful to say. */
    public String hint() {
        return hint;
    }
}
