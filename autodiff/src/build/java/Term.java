import java.util.List;
import java.util.function.Function;

/** An expression of a formula. {@link #toString} gives its Java text. */
sealed interface Term {
    /** How tightly an operator binds: an operand that binds less stands in parentheses. */
    int UNARY = 10;

    /** A number such as {@code 1f}. */
    record Literal(String text) implements Term {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A parameter, a local name or a constant. */
    record Name(String text) implements Term {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A call of another formula, of an exact operation or of a method of Java. */
    record Call(String name, List<Term> arguments) implements Term {
        @Override
        public String toString() {
            return name + "("
                    + String.join(", ", arguments.stream().map(Term::toString).toList()) + ")";
        }
    }

    /** {@code -x} or {@code (float) x}. */
    record Prefix(String operator, Term operand) implements Term {
        @Override
        public String toString() {
            return operator + (operator.endsWith(")") ? " " : "") + inside(operand, UNARY);
        }
    }

    /** {@code a + b} and the like. */
    record Binary(String operator, int strength, Term left, Term right) implements Term {
        @Override
        public String toString() {
            return inside(left, strength) + " " + operator + " " + inside(right, strength + 1);
        }
    }

    /** {@code condition ? yes : no}. */
    record Choice(Term condition, Term yes, Term no) implements Term {
        @Override
        public String toString() {
            return inside(condition, 1) + " ? " + inside(yes, 1) + " : " + no;
        }
    }

    /** The same with other names. */
    default Term with(Function<String, String> names) {
        return switch (this) {
            case Literal literal -> literal;
            case Name name -> new Name(names.apply(name.text()));
            case Call call ->
                new Call(
                        call.name(),
                        call.arguments().stream().map(a -> a.with(names)).toList());
            case Prefix prefix -> new Prefix(prefix.operator(), prefix.operand().with(names));
            case Binary binary ->
                new Binary(
                        binary.operator(),
                        binary.strength(),
                        binary.left().with(names),
                        binary.right().with(names));
            case Choice choice ->
                new Choice(
                        choice.condition().with(names),
                        choice.yes().with(names),
                        choice.no().with(names));
        };
    }

    private static String inside(Term operand, int strength) {
        int own = switch (operand) {
            case Choice _ -> 0;
            case Binary binary -> binary.strength();
            case Prefix _ -> UNARY;
            default -> UNARY + 1;
        };
        return own < strength ? "(" + operand + ")" : operand.toString();
    }
}
