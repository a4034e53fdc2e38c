import java.util.List;

/**
 * A function of one number, or of a few, as it is written by hand: straight lines {@code type name = expression;} and at the end {@code return
 * expression;}. It may begin with {@code if (rare) { return ...; }} for arguments that other code looks after.
 *
 * @param owner the class that it stands in
 * @param doc its documentation comment, or nothing
 * @param hidden whether it is private: a part of other formulas
 * @param rare the condition at the beginning; null if there is none
 */
record Formula(
        String owner,
        String name,
        String doc,
        boolean hidden,
        String type,
        List<Parameter> parameters,
        Expression rare,
        List<Line> lines,
        Expression result) {

    /** An argument; one that is {@code constant} is one number for a whole loop. */
    record Parameter(String type, String name, boolean constant) {}

    /** {@code name = value}. */
    record Line(String name, Expression value) {}

    /** The formulas of one class, in order. */
    static List<Formula> allIn(String source) {
        return new FormulaReader(source).formulas();
    }

    /** The parameter that is one number for a whole loop; nothing if there is none. */
    String constant() {
        return parameters.stream().filter(Parameter::constant).map(Parameter::name).findFirst().orElse("");
    }

    @Override
    public String toString() {
        return owner + "." + name;
    }
}
