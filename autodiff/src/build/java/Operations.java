import java.util.Map;
import java.util.Set;

/**
 * What operations on numbers are on vectors: $1, $2, $3 are the operands, {...} a constant in all
 * lanes.
 */
final class Operations {
    /** The exact operations that formulas are calls of. */
    private static final Map<String, String> EXACT = Map.ofEntries(
            Map.entry("add", "$1.add($2)"),
            Map.entry("sub", "$1.sub($2)"),
            Map.entry("mul", "$1.mul($2)"),
            Map.entry("div", "$1.div($2)"),
            Map.entry("fma", "$1.fma($2, $3)"),
            Map.entry("neg", "$1.neg()"),
            Map.entry("abs", "$1.abs()"),
            Map.entry("sqrt", "$1.sqrt()"),
            Map.entry("less", "$1.lt($2)"),
            Map.entry("equal", "$1.eq($2)"),
            Map.entry("or", "$1.or($2)"),
            Map.entry("not", "$1.not()"),
            Map.entry("even", "$1.fma({0.5f}, {ROUNDER}).sub({ROUNDER}).mul({2f}).eq($1)"),
            Map.entry("select", "$3.blend($2, $1)"),
            Map.entry("all", "$1"),
            Map.entry("copySign", "$1.abs().BITS.or($2.BITS.and(SIGN)).NUMBERS"),
            Map.entry(
                    "alternate",
                    "$1.BITS.lanewise(XOR, $2.add({ROUNDER}).BITS.lanewise(LSHL, Float.SIZE - 2).and(SIGN)).NUMBERS"),
            Map.entry("roundProduct", "$1.fma($2, {ROUNDER}).sub({ROUNDER})"),
            Map.entry("powerOfTwo", "$1.add({BIASED_ROUNDER}).add($2).BITS.lanewise(LSHL, FRACTION_BITS).NUMBERS"),
            Map.entry(
                    "exponent",
                    "$1.BITS.sub(LEAST).lanewise(ASHR, FRACTION_BITS).add(ROUNDER_BITS).NUMBERS.sub({ROUNDER})"),
            Map.entry("significand", "$1.BITS.sub(LEAST).and(FRACTION).add(LEAST).NUMBERS"));

    /** Java's own, of light formulas. */
    private static final Map<String, String> JAVA = Map.ofEntries(
            Map.entry("-", "$1.neg()"),
            Map.entry("a + b", "$1.add($2)"),
            Map.entry("a - b", "$1.sub($2)"),
            Map.entry("a * b", "$1.mul($2)"),
            Map.entry("a / b", "$1.div($2)"),
            Map.entry("a < b", "$1.lt($2)"),
            Map.entry("a <= b", "$1.compare(LE, $2)"),
            Map.entry("a > b", "$1.compare(GT, $2)"),
            Map.entry("a >= b", "$1.compare(GE, $2)"),
            Map.entry("a == b", "$1.eq($2)"),
            Map.entry("a != b", "$1.compare(NE, $2)"),
            Map.entry("a || b", "$1.or($2)"),
            Map.entry("a && b", "$1.and($2)"),
            Map.entry("a ? b : c", "$3.blend($2, $1)"),
            Map.entry("Math.max", "$1.max($2)"),
            Map.entry("Math.min", "$1.min($2)"),
            Map.entry("Math.abs", "$1.abs()"),
            Map.entry("Math.fma", "$1.fma($2, $3)"));

    /** The names of the exact operations. */
    static final Set<String> NAMES = EXACT.keySet();

    private Operations() {}

    /** The text of an operation on vectors; null if there is none of that name. */
    static String onVectors(String name) {
        return EXACT.getOrDefault(name, JAVA.get(name));
    }

    /** Whether the second operand may be one number instead of a vector. */
    static boolean takesNumber(String name) {
        return JAVA.containsKey(name) && !name.equals("Math.fma");
    }
}
