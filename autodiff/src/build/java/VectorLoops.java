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
 * through the scalar function.
 */
final class VectorLoops {
    /** Classes of functions, and of helpers, whose names have the word Series. */
    private static final List<String> SOURCES =
            List.of("Elementary", "ElementarySeries", "ElementaryTrigonometry", "ElementarySeriesOfAngles");

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

            $imports            import static gradus.autodiff.kernel.LaneArithmeticF32.*;
            import static jdk.incubator.vector.VectorOperators.*;

            import jdk.incubator.vector.FloatVector;
            import jdk.incubator.vector.VectorSpecies;

            /** The elementary functions of arrays. */
            final class VectorElementaryLoopsF32 {
                private static final VectorSpecies<Float> SPECIES = VectorLanesF32.SPECIES;
                private static final int LANES = SPECIES.length();
                private static final bits LEAST = Float.floatToRawIntBits(ROOT_HALF);
                private static final bits FRACTION = Float.floatToRawIntBits(Float.MIN_NORMAL) - 1;
                private static final bits ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
                private static final bits SIGN = Float.floatToRawIntBits(-0f);

                private VectorElementaryLoopsF32() {}
            $loops}
            """;
    private static final String LOOP_OF_ONE = """

                static void $name(float[] x, float[] y, int from, int to) {
            $constants        int i = from;
                    for (; i <= to - LANES; i += LANES) {
                        var v0 = FloatVector.fromArray(SPECIES, x, i);
            $lines            $result.intoArray(y, i);
                    }
                    if (i < to) {
                        float[] part = new float[LANES];
                        System.arraycopy(x, i, part, 0, to - i);
                        $name(part, part, 0, LANES);
                        System.arraycopy(part, 0, y, i, to - i);
                    }
                }
            """;
    private static final String LOOP_OF_TWO = """

                static void $name(float[] a, int a0, float[] b, int b0, float[] y, int y0, int n) {
            $constants        int i = 0;
                    for (; i <= n - LANES; i += LANES) {
                        var v0 = FloatVector.fromArray(SPECIES, a, a0 + i);
                        var v1 = FloatVector.fromArray(SPECIES, b, b0 + i);
            $lines            $result.intoArray(y, y0 + i);
                    }
                    if (i < n) {
                        float[] part = new float[LANES];
                        float[] otherPart = new float[LANES];
                        System.arraycopy(a, a0 + i, part, 0, n - i);
                        System.arraycopy(b, b0 + i, otherPart, 0, n - i);
                        $name(part, 0, otherPart, 0, part, 0, LANES);
                        System.arraycopy(part, 0, y, y0 + i, n - i);
                    }
                }
            """;
    private static final String RARE_OF_ONE = """
                        if ($rare.anyTrue()) {
                            for (int k = i; k < i + LANES; k++) {
                                y[k] = $function(x[k]);
                            }
                            continue;
                        }
            """;
    private static final String RARE_OF_TWO = """
                        if ($rare.anyTrue()) {
                            for (int k = i; k < i + LANES; k++) {
                                y[y0 + k] = $function(a[a0 + k], b[b0 + k]);
                            }
                            continue;
                        }
            """;

    private record Function(
            String owner, boolean open, List<String> parameters, String rare, List<String> statements) {}

    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final String precision;

    private VectorLoops(String precision) {
        this.precision = precision;
    }

    public static void main(String[] arguments) throws IOException {
        Path written = Path.of(arguments[0]);
        Path derived = Path.of(arguments[1]);
        for (String precision : List.of("F32", "F64")) {
            VectorLoops loops = new VectorLoops(precision);
            for (String source : SOURCES) {
                Path file = written.resolve(source + precision + ".java");
                loops.read(Files.exists(file) ? file : derived.resolve(source + precision + ".java"));
            }
            loops.write(derived.resolve("VectorElementaryLoops" + precision + ".java"));
        }
    }

    private void read(Path source) throws IOException {
        String owner = source.getFileName().toString().replace(".java", "");
        Matcher matcher =
                FUNCTION.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""));
        while (matcher.find()) {
            List<String> parameters = new ArrayList<>();
            for (String parameter : matcher.group(3).split(",")) {
                parameters.add(parameter.strip().split(" ")[1]);
            }
            List<String> statements = new ArrayList<>();
            for (String statement : matcher.group(5).split(";")) {
                if (!statement.isBlank()) {
                    statements.add(statement.strip());
                }
            }
            boolean open = matcher.group(1) == null && !owner.startsWith("ElementarySeries");
            functions.put(matcher.group(2), new Function(owner, open, parameters, matcher.group(4), statements));
        }
    }

    private void write(Path file) throws IOException {
        StringBuilder loops = new StringBuilder();
        functions.forEach((name, function) -> {
            if (function.open() && function.parameters().size() <= 2) {
                loops.append(new Loop().of(name, function));
            }
        });
        StringBuilder imports = new StringBuilder();
        SOURCES.forEach(source -> imports.append("import static gradus.autodiff.kernel." + source + "F32.*;\n"));
        String text = CLASS.replace("$imports", imports).replace("$loops", loops);
        if (precision.equals("F64")) {
            text = text.replace("F32", "F64")
                    .replace("floatToRawIntBits(-0f)", "doubleToRawLongBits(-0.0)")
                    .replace("floatToRawIntBits", "doubleToRawLongBits")
                    .replace("final bits", "final long")
                    .replaceAll("\\bfloat\\b", "double")
                    .replaceAll("\\bFloat(?=Vector|>|\\.)", "Double");
        }
        text = text.replace("final bits", "final int");
        if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            Files.writeString(file, text);
        }
    }

    /** The loop of one function, as it grows. */
    private final class Loop {
        private final Map<String, String> constants = new LinkedHashMap<>();
        private final StringBuilder lines = new StringBuilder();
        private int names;

        String of(String name, Function function) {
            boolean one = function.parameters().size() == 1;
            Map<String, String> scope = new HashMap<>();
            for (String parameter : function.parameters()) {
                scope.put(parameter, "v" + names++);
            }
            if (function.rare() != null) {
                String rare = new Expression(function.rare(), scope).value();
                lines.append((one ? RARE_OF_ONE : RARE_OF_TWO).replace("$rare", rare));
            }
            String result = vector(body(function, scope));
            StringBuilder broadcasts = new StringBuilder();
            constants.forEach((value, constant) -> broadcasts
                    .append("        var ")
                    .append(constant)
                    .append(" = FloatVector.broadcast(SPECIES, ")
                    .append(value)
                    .append(");\n"));
            return (one ? LOOP_OF_ONE : LOOP_OF_TWO)
                    .replace("$constants", broadcasts)
                    .replace("$lines", lines)
                    .replace("$result", result)
                    .replace("$function", function.owner() + "." + name)
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
