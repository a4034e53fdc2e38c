import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Derives loops on the Vector API from the scalar text of the elementary functions, as a step of the build:
 * {@code java VectorLoops.java sources derived}, two folders; the double text is in the second.
 *
 * <p>Every open function of the sources becomes a loop over arrays that calls the Vector API directly, with the statements of all
 * helpers in place. The compiler stops inlining methods of ours after some forty vector operations, and a vector that
 * crosses a call goes through memory; methods of the Vector API are inlined always.
 *
 * <p>The text must be straight lines: {@code type name = expression;} and {@code return expression;}, where expressions are
 * calls, names and numbers. A function may begin with {@code if (rare) { return ...; }}: vectors with a rare lane go
 * through the scalar function. A second parameter with {@code @Constant} is one number for a whole loop.
 *
 * <p>What is left over at the end is done by a whole vector that overlaps the one before, as results do not lie where inputs do; only arrays
 * shorter than a vector take masked lanes, which cost more.
 */
final class VectorLoops {
    /** Classes of functions, and of helpers, whose names have the word Series. */
    private static final List<String> SOURCES = List.of(
            "Elementary",
            "ElementarySeries",
            "ElementarySlopes",
            "ElementaryTrigonometry",
            "ElementarySeriesOfAngles",
            "ElementaryNormal",
            "ElementarySeriesOfNormal",
            "ElementaryPower",
            "ElementarySeriesOfPower",
            "ElementaryDifference");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern FUNCTION = Pattern.compile(
            "(private )?static (?:float|double|boolean) (\\w+)\\(([^)]*)\\) \\{(?:\\s*if \\((.*?)\\) \\{[^}]*\\})?(.*?)\\n    \\}",
            Pattern.DOTALL);
    private static final Pattern TOKEN =
            Pattern.compile("0[xX][\\w.]+p[+-]?\\d+[fd]?|\\d[\\d.]*(?:e-?\\d+)?[fd]?|[\\w.]+|[(),-]");

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

    private static final String CLASS = """
            package gradus.autodiff.kernel; // Derived by the build from the scalar functions: edit those.

            $importsimport static jdk.incubator.vector.VectorOperators.*;

            import jdk.incubator.vector.*;

            /** The elementary functions of arrays. */
            final class $class {
                private static final VectorSpecies<Float> SPECIES = VectorLanesF32.SPECIES;
                private static final int LANES = SPECIES.length();
                private static final bits LEAST = Float.floatToRawIntBits(ROOT_HALF);
                private static final bits FRACTION = Float.floatToRawIntBits(Float.MIN_NORMAL) - 1;
                private static final bits ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
                private static final bits SIGN = Float.floatToRawIntBits(-0f);

                private $class() {}
            $loops}
            """;
    private static final String HALF = """
                /** Floats that become as many doubles as a vector holds. */
                private static final VectorSpecies<Single> HALF =
                        VectorSpecies.of(single.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

            """;
    private static final String LOOP_OF_ONE = """

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
    private static final String LOOP_OF_TWO = """

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
                    VectorElementaryLoopsInDouble.$name($names);
                }
            """;

    private record Function(
            String owner,
            boolean open,
            boolean constant,
            List<String> parameters,
            String rare,
            List<String> statements) {}

    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final List<String> owners = new ArrayList<>();
    private final String precision;

    private VectorLoops(String precision) {
        this.precision = precision;
    }

    public static void main(String[] arguments) throws IOException {
        Path written = Path.of(arguments[0]);
        Path derived = Path.of(arguments[1]);
        for (String precision : List.of("F32", "F64", "InDouble")) {
            VectorLoops loops = new VectorLoops(precision);
            for (String source : SOURCES) {
                for (Path folder : List.of(written, derived)) {
                    Path file = folder.resolve(source + precision + ".java");
                    if (Files.exists(file)) {
                        loops.read(file);
                    }
                }
            }
            loops.write(derived.resolve("VectorElementaryLoops" + precision + ".java"));
        }
    }

    private void read(Path source) throws IOException {
        String owner = source.getFileName().toString().replace(".java", "");
        owners.add(owner.replace("F64", "F32"));
        Matcher matcher =
                FUNCTION.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""));
        while (matcher.find()) {
            List<String> parameters = new ArrayList<>();
            for (String parameter : matcher.group(3).split(",")) {
                String[] words = parameter.strip().split(" ");
                parameters.add(words[words.length - 1]);
            }
            List<String> statements = new ArrayList<>();
            for (String statement : matcher.group(5).split(";")) {
                if (!statement.isBlank()) {
                    statements.add(statement.strip());
                }
            }
            boolean open = matcher.group(1) == null && !owner.startsWith("ElementarySeries");
            boolean constant = matcher.group(3).contains("@Constant");
            functions.put(
                    matcher.group(2), new Function(owner, open, constant, parameters, matcher.group(4), statements));
        }
    }

    private void write(Path file) throws IOException {
        StringBuilder loops = new StringBuilder();
        functions.forEach((name, function) -> {
            int inputs = function.parameters().size();
            if (function.open() && function.constant()) {
                loops.append(new Loop(name, function, function.parameters().get(1)).text(LOOP_OF_ONE, RARE_OF_ONE));
            } else if (function.open() && inputs == 1) {
                loops.append(new Loop(name, function, "").text(LOOP_OF_ONE, RARE_OF_ONE));
            } else if (function.open() && inputs == 2) {
                loops.append(new Loop(name, function, "").text(LOOP_OF_TWO, RARE_OF_TWO));
                if (name.equals("pow")) {
                    loops.append(new Loop(name, function, "e").text(LOOP_OF_ONE, RARE_OF_ONE));
                }
            }
        });
        StringBuilder imports = new StringBuilder("import static gradus.autodiff.kernel.LaneArithmeticF32.*;\n");
        owners.forEach(owner -> imports.append("import static gradus.autodiff.kernel." + owner + ".*;\n"));
        String text = CLASS.replace("$imports", imports)
                .replace("$class", "VectorElementaryLoops" + precision)
                .replace("$loops", precision.equals("InDouble") ? HALF + loops : loops);
        text = precision.equals("F32") ? text.replace("final bits", "final int") : inDouble(text);
        text = text.replaceAll("\\barray\\b", precision.equals("F64") ? "double" : "float");
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    private static String inDouble(String text) {
        return text.replace("F32", "F64")
                .replace("floatToRawIntBits(-0f)", "doubleToRawLongBits(-0.0)")
                .replace("floatToRawIntBits", "doubleToRawLongBits")
                .replace("final bits", "final long")
                .replaceAll("\\bFloat(?=Vector|>|\\.)", "Double")
                .replace("Single", "Float")
                .replace("single", "float");
    }

    /** Loads and stores whole vectors or the first lanes of the last one; floats of arrays are made double on the way where needed. */
    private String access(String loop) {
        boolean widened = precision.equals("InDouble");
        String load = widened ? "(FloatVector) (EITHER).convertShape(F2D, SPECIES, 0);" : "EITHER;";
        String either = "whole ? ARRAYS.fromArray(LANES_OF_ARRAYS, $1) : ARRAYS.fromArray(LANES_OF_ARRAYS, $1, part)";
        String store = """
                        var result = RESULT;
                        if (whole) {
                            result.intoArray($2);
                        } else {
                            result.intoArray($2, part);
                        }
                """.strip();
        return loop.replaceAll("LOAD\\((.*)\\);", load.replace("EITHER", either))
                .replaceAll(
                        "STORE\\((\\S+), (.*)\\);",
                        store.replace("RESULT", widened ? "(SingleVector) $1.convertShape(D2F, HALF, 0)" : "$1"))
                .replace("LANES_OF_ARRAYS", widened ? "HALF" : "SPECIES")
                .replace("ARRAYS", widened ? "SingleVector" : "FloatVector");
    }

    /** The loop of one function, as it grows. */
    private final class Loop {
        private final String name;
        private final Function function;
        private final String constant;
        private final Map<String, String> constants = new LinkedHashMap<>();
        private final StringBuilder lines = new StringBuilder();
        private int names;

        /** Where {@code constant} is not empty, the second parameter is one number for the whole loop. */
        Loop(String name, Function function, String constant) {
            this.name = name;
            this.function = function;
            this.constant = constant;
        }

        String text(String loop, String whereRare) {
            if (function.statements().get(0).startsWith("return (float)")) {
                return passedOn(loop);
            }
            Map<String, String> scope = new HashMap<>();
            for (String parameter : function.parameters()) {
                boolean vector = scope.isEmpty() || constant.isEmpty();
                scope.put(parameter, vector ? "v" + names++ : precision.equals("F32") ? "(float) " + parameter : parameter);
            }
            if (function.rare() != null) {
                lines.append(whereRare.replace("$rare", new Expression(function.rare(), scope).value()));
            }
            String result = vector(body(function, scope));
            StringBuilder broadcasts = new StringBuilder();
            constants.forEach((value, vector) ->
                    broadcasts.append("        var " + vector + " = FloatVector.broadcast(SPECIES, " + value + ");\n"));
            return access(loop.replace("$constants", broadcasts).replace("$result", result))
                    .replace("$lines", lines)
                    .replace("$constant", constant.isEmpty() ? "" : ", double " + constant)
                    .replace("$pass", constant.isEmpty() ? "" : ", " + constant)
                    .replace("$function", function.owner() + "." + name)
                    .replace("$name", name);
        }

        private String passedOn(String loop) {
            String parameters = loop.substring(loop.indexOf('(') + 1, loop.indexOf(')'))
                    .replace("$constant", constant.isEmpty() ? "" : ", double " + constant);
            return PASSED_ON
                    .replace("$parameters", parameters)
                    .replace("$names", parameters.replaceAll("\\w+(\\[])? (\\w+)", "$2"))
                    .replace("$name", name);
        }

        private String body(Function function, Map<String, String> scope) {
            for (String statement : function.statements()) {
                if (statement.startsWith("return ")) {
                    return new Expression(statement.substring("return ".length()), scope).value();
                }
                int equals = statement.indexOf('=');
                String[] left = statement.substring(0, equals).strip().split(" ");
                scope.put(left[left.length - 1], new Expression(statement.substring(equals + 1), scope).value());
            }
            throw new IllegalStateException("no return in a function of " + function.owner());
        }

        private boolean isConstant(String value) {
            return !value.matches("v\\d+");
        }

        private String vector(String value) {
            return isConstant(value) ? constants.computeIfAbsent(value, key -> "c" + constants.size()) : value;
        }

        private String call(String name, List<String> arguments) {
            Function function = functions.get(name);
            if (function != null) {
                Map<String, String> scope = new HashMap<>();
                for (int i = 0; i < arguments.size(); i++) {
                    scope.put(function.parameters().get(i), arguments.get(i));
                }
                return body(function, scope);
            }
            if (name.equals("all")) {
                return arguments.get(0);
            }
            String text = OPERATIONS.get(name);
            if (text == null) {
                throw new IllegalStateException("no vector operation: " + name);
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
            lines.append("            var v")
                    .append(names)
                    .append(" = ")
                    .append(text)
                    .append(";\n");
            return "v" + names++;
        }

        /** Turns an expression into lines; its value is the name of a vector, or the text of a constant. */
        private final class Expression {
            private final List<String> tokens = new ArrayList<>();
            private final Map<String, String> scope;
            private int at;

            Expression(String text, Map<String, String> scope) {
                this.scope = scope;
                Matcher matcher = TOKEN.matcher(text);
                while (matcher.find()) {
                    tokens.add(matcher.group());
                }
            }

            String value() {
                String token = tokens.get(at++);
                if (token.equals("-")) {
                    return "-" + value();
                }
                if (at == tokens.size() || !tokens.get(at).equals("(")) {
                    return scope.getOrDefault(token, token);
                }
                List<String> arguments = new ArrayList<>();
                while (!tokens.get(at++).equals(")")) {
                    arguments.add(value());
                }
                return call(token, arguments);
            }
        }
    }
}
