import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules that turn the text of a class on floats into that of the same class on doubles, line by
 * line: line numbers stay the same. What differs in more than words (constants of an approximation,
 * other formulas) is written by hand, as a class whose name ends in {@code F64}; then nothing is
 * derived for it.
 */
final class Doubles {
    /** What of the text becomes what; the rules are applied in this order. */
    private record Rule(String what, Pattern from, String to) {
        Rule(String what, String from, String to) {
            this(what, Pattern.compile(from), to);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "numbers: 1.5f, 0f, 1e-3f, .5f, 0x1p-3f",
                    "(?<![\\w.])(0[xX][0-9a-fA-F_]*\\.?[0-9a-fA-F_]*[pP][+-]?\\d+"
                            + "|\\d[\\d_]*\\.?[\\d_]*(?:[eE][+-]?\\d+)?|\\.\\d[\\d_]*(?:[eE][+-]?\\d+)?)[fF]\\b",
                    "$1d"),
            new Rule("bits of a number", "floatToRawIntBits", "doubleToRawLongBits"),
            new Rule("bits of a number", "floatToIntBits", "doubleToLongBits"),
            new Rule("the number with some bits", "intBitsToFloat", "longBitsToDouble"),
            new Rule("the type, alone or at the start of a name", "\\bfloat(?=s?\\b|[A-Z0-9_])", "double"),
            new Rule("its class, or at the end of a name", "Float(?![a-z])", "Double"),
            new Rule("names of classes", "F32", "F64"));

    private Doubles() {}

    /** The text on doubles. */
    static String of(String floats) {
        String text = floats;
        for (Rule rule : RULES) {
            text = rule.from().matcher(text).replaceAll(rule.to());
        }
        return text;
    }
}
