import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The loop of one formula, as it grows line by line. */
final class Loop {
    /** What an operation is on vectors: $1, $2, $3 are its arguments, {...} a constant in all lanes. */
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
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

    private static final String OF_ONE = """

                static void $name(array[] x, array[] y, int from, int to$constant) {
                    if (from >= to) {
                        return;
                    }
            $constants        boolean whole = to - from >= LANES;
                    var part = LANES_OF_ARRAYS.indexInRange(from, to);
                    for (int next = from; next < to; next += LANES) {
                        int i = whole ? Math.min(next, to - LANES) : next;
                        var v0 = LOAD(x, i);
            $lines            STORE($result, y, i);
                    }
                }
            """;
    private static final String OF_TWO = """

                static void $name(array[] a, int a0, array[] b, int b0, array[] y, int y0, int n) {
                    if (n <= 0) {
                        return;
                    }
            $constants        boolean whole = n >= LANES;
                    var part = LANES_OF_ARRAYS.indexInRange(0, n);
                    for (int next = 0; next < n; next += LANES) {
                        int i = whole ? Math.min(next, n - LANES) : next;
                        var v0 = LOAD(a, a0 + i);
                        var v1 = LOAD(b, b0 + i);
            $lines            STORE($result, y, y0 + i);
                    }
                }
            """;
    private static final String RARE_OF_ONE = """
                        if ($rare.anyTrue()) {
                            for (int k = i; k < Math.min(i + LANES, to); k++) {
                                y[k] = (array) $function(x[k]$pass);
                            }
                            continue;
                        }
            """;
    private static final String RARE_OF_TWO = """
                        if ($rare.anyTrue()) {
                            for (int k = i; k < Math.min(i + LANES, n); k++) {
                                y[y0 + k] = (array) $function(a[a0 + k], b[b0 + k]);
                            }
                            continue;
                        }
            """;
    private static final String PASSED_ON = """

                static void $name($parameters) {
                    ElementaryLoopsInDouble.$name($names);
                }
            """;
    private static final String STORE = """
                        var result = RESULT;
                        if (whole) {
                            result.intoArray($2);
                        } else {
                            result.intoArray($2, part);
                        }
                """.strip();

    private final Map<String, Formula> formulas;
    private final Loops.Precision precision;
    private final Formula formula;
    private final String constant;
    private final Map<String, String> constants = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private int names;

    /** Where {@code constant} is not empty, the parameter of that name is one number for the whole loop. */
    Loop(Map<String, Formula> formulas, Loops.Precision precision, Formula formula, String constant) {
        this.formulas = formulas;
        this.precision = precision;
        this.formula = formula;
        this.constant = constant;
    }

    String text() {
        boolean one = formula.parameters().size() == 1 || !constant.isEmpty();
        String loop = one ? OF_ONE : OF_TWO;
        if (formula.result() instanceof Expression.Prefix cast && cast.operator().equals("(float)")) {
            return passedOn(loop);
        }
        Map<String, String> scope = new HashMap<>();
        for (Formula.Parameter parameter : formula.parameters()) {
            scope.put(parameter.name(), parameter.name().equals(constant) ? rounded(constant) : "v" + names++);
        }
        if (formula.rare() != null) {
            lines.append((one ? RARE_OF_ONE : RARE_OF_TWO).replace("$rare", value(formula.rare(), scope)));
        }
        String result = vector(inPlace(formula, scope));
        StringBuilder broadcasts = new StringBuilder();
        constants.forEach((value, vector) ->
                broadcasts.append("        var " + vector + " = FloatVector.broadcast(SPECIES, " + value + ");\n"));
        return access(loop.replace("$constants", broadcasts).replace("$result", result))
                .replace("$lines", lines)
                .replace("$constant", constant.isEmpty() ? "" : ", double " + constant)
                .replace("$pass", constant.isEmpty() ? "" : ", " + constant)
                .replace("$function", formula.toString())
                .replace("$name", formula.name());
    }

    private String rounded(String number) {
        return precision == Loops.Precision.F32 ? "(float) " + number : number;
    }

    private String passedOn(String loop) {
        String parameters = loop.substring(loop.indexOf('(') + 1, loop.indexOf(')'))
                .replace("$constant", constant.isEmpty() ? "" : ", double " + constant);
        return PASSED_ON
                .replace("$parameters", parameters)
                .replace("$names", parameters.replaceAll("\\w+(\\[])? (\\w+)", "$2"))
                .replace("$name", formula.name());
    }

    /** Loads and stores whole vectors or the first lanes of the last one; floats of arrays are made double on the way where needed. */
    private String access(String loop) {
        boolean widened = precision == Loops.Precision.IN_DOUBLE;
        String load = widened ? "(FloatVector) (EITHER).convertShape(F2D, SPECIES, 0);" : "EITHER;";
        String either = "whole ? ARRAYS.fromArray(LANES_OF_ARRAYS, $1) : ARRAYS.fromArray(LANES_OF_ARRAYS, $1, part)";
        String result = widened ? "(SingleVector) $1.convertShape(D2F, HALF, 0)" : "$1";
        return loop.replaceAll("LOAD\\((.*)\\);", load.replace("EITHER", either))
                .replaceAll("STORE\\((\\S+), (.*)\\);", STORE.replace("RESULT", result))
                .replace("LANES_OF_ARRAYS", widened ? "HALF" : "SPECIES")
                .replace("ARRAYS", widened ? "SingleVector" : "FloatVector");
    }

    /** Writes the lines of a formula whose parameters stand for vectors or constants; gives its result. */
    private String inPlace(Formula formula, Map<String, String> scope) {
        formula.lines().forEach(line -> scope.put(line.name(), value(line.value(), scope)));
        return value(formula.result(), scope);
    }

    /** Writes the lines of an expression; gives the name of a vector, or the text of a constant. */
    private String value(Expression expression, Map<String, String> scope) {
        return switch (expression) {
            case Expression.Literal literal -> literal.text();
            case Expression.Name name -> scope.getOrDefault(name.text(), name.text());
            case Expression.Prefix minus when minus.operator().equals("-") -> "-" + value(minus.operand(), scope);
            case Expression.Call call ->
                call(call.name(), call.arguments().stream().map(argument -> value(argument, scope)).toList());
            default -> throw new IllegalArgumentException(
                    formula + ": no loop on vectors can be made of " + expression + "; write it with exact operations");
        };
    }

    private static boolean isConstant(String value) {
        return !value.matches("v\\d+");
    }

    private String vector(String value) {
        return isConstant(value) ? constants.computeIfAbsent(value, key -> "c" + constants.size()) : value;
    }

    private String call(String name, List<String> arguments) {
        Formula other = formulas.get(name);
        if (other != null) {
            Map<String, String> scope = new HashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                scope.put(other.parameters().get(i).name(), arguments.get(i));
            }
            return inPlace(other, scope);
        }
        if (name.equals("all")) {
            return arguments.getFirst();
        }
        String text = OPERATIONS.get(name);
        if (text == null) {
            throw new IllegalArgumentException(formula + ": " + name + " is neither a formula nor an exact operation");
        }
        if (name.equals("powerOfTwo") && isConstant(arguments.get(1))) {
            text = text.replace("BIASED_ROUNDER}).add($2)", "BIASED_ROUNDER + " + arguments.get(1) + "})");
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (text.contains("$" + (i + 1))) {
                text = text.replace("$" + (i + 1), vector(arguments.get(i)));
            }
        }
        text = Pattern.compile("\\{(.*?)}").matcher(text).replaceAll(match -> vector(match.group(1)));
        text = text.replace("BITS.", "viewAsIntegralLanes().").replace("NUMBERS", "viewAsFloatingLanes()");
        lines.append("            var v").append(names).append(" = ").append(text).append(";\n");
        return "v" + names++;
    }
}
