import java.util.List;
import java.util.stream.Stream;

/**
 * A function of one number, or of two, as it is written by hand: straight lines {@code type name =
 * expression;} and at the end {@code return expression;}. It may begin with {@code if (rare) {
 * return ...; }} for arguments that other code looks after.
 *
 * <p>A formula of a few operations is written with Java's own operators and {@code Math}'s exact
 * functions; such a one is <em>light</em>. All others are calls of exact operations and of other
 * formulas.
 *
 * @param owner the class that it stands in
 * @param doc its documentation comment, or nothing
 * @param hidden whether it is not public: a part of other formulas, without a loop of its own
 * @param plain whether it is to have a plain loop alone ({@code @PlainLoop})
 * @param rare the condition at the beginning; null if there is none
 */
record Formula(
        String owner,
        String name,
        String doc,
        boolean hidden,
        boolean plain,
        String type,
        List<Parameter> parameters,
        Term rare,
        List<Line> lines,
        Term result) {

    /** An argument; one that is {@code constant} is one number for a whole loop. */
    record Parameter(String type, String name, boolean constant) {
        /**
         * What the name of a constant is once it is rounded to the type of the loop; a double in a
         * loop of floats stays as it is.
         */
        String rounded() {
            return type.equals("double")
                    ? name
                    : "rounded" + name.substring(0, 1).toUpperCase() + name.substring(1);
        }
    }

    /** {@code name = value}. */
    record Line(String name, Term value) {}

    /** The formulas of one class, in order. */
    static List<Formula> allIn(String source) {
        return new FormulaReader(source).formulas();
    }

    /** Whether a loop over arrays is made of it. */
    boolean isKernel() {
        return !hidden && !owner.contains("Coefficients") && !owner.endsWith("InDouble");
    }

    /** Whether it is a function of {@code ElementaryInDouble}, rounded once at the end. */
    boolean isInDouble() {
        return result instanceof Term.Prefix rounded
                && rounded.operand() instanceof Term.Call call
                && call.name().startsWith("ElementaryInDouble.");
    }

    /** Whether it says yes or no. */
    boolean compares() {
        return type.equals("boolean");
    }

    /** Whether it is written with Java's own operators. */
    boolean isLight() {
        return rare == null && lines.isEmpty() && isLight(result);
    }

    private static boolean isLight(Term expression) {
        return switch (expression) {
            case Term.Literal _, Term.Name _ -> true;
            case Term.Prefix prefix -> isLight(prefix.operand());
            case Term.Binary binary -> isLight(binary.left()) && isLight(binary.right());
            case Term.Choice choice -> isLight(choice.condition()) && isLight(choice.yes()) && isLight(choice.no());
            case Term.Call call ->
                call.name().startsWith("Math.") && call.arguments().stream().allMatch(Formula::isLight);
        };
    }

    /** The arguments that are arrays in a loop: one or two. */
    List<Parameter> inputs() {
        List<Parameter> inputs =
                parameters.stream().filter(parameter -> !parameter.constant()).toList();
        if (inputs.isEmpty() || inputs.size() > 2 || inputs.size() == 2 && inputs.size() < parameters.size()) {
            throw new IllegalArgumentException(
                    this + ": needs one argument and constants, or two arguments, got " + parameters);
        }
        return inputs;
    }

    boolean ofOne() {
        return inputs().size() == 1;
    }

    /** The names of the two arrays: those of the arguments where these are single letters. */
    List<String> arrays() {
        List<String> names = inputs().stream().map(Parameter::name).toList();
        return names.stream().allMatch(name -> name.length() == 1) ? names : List.of("a", "b");
    }

    Stream<Parameter> constants() {
        return parameters.stream().filter(Parameter::constant);
    }

    @Override
    public String toString() {
        return owner + "." + name;
    }
}
