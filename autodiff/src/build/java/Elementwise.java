import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is derived from each formula beside its loop on vectors: a method of the contract {@code
 * ElementwiseKernels}, the plain loop, and the choice between the plain loop and the one on
 * vectors, with the warm-up and the races of the latter. All texts are on floats.
 */
final class Elementwise {
    private static final String CONTRACT = """
        package gradus.autodiff.kernel;

        /**
         * Loops over elements. One input: {@code y[i] = f(x[i])} for {@code from <= i < to}.
         * Two inputs: {@code y[y0 + i] = f(a[a0 + i da], b[b0 + i db])} for {@code 0 <= i < n},
         * where a step of 1 advances and a step of 0 repeats one element. Loops over two inputs
         * of a few operations may write over an input, element by element; no other loop may.
         *
         * @param <A> the array: {@code float[]} or {@code double[]}
         */
        public interface ElementwiseKernels<A> {$methods}
        """;
    private static final String PLAIN = """
        package gradus.autodiff.kernel.scalar;

        import gradus.autodiff.kernel.ElementwiseKernels;
        import gradus.autodiff.kernel.math.*;

        /** Loops over elements in plain Java. */
        public interface ElementwiseF32 extends ElementwiseKernels<float[]> {$methods}
        """;
    private static final String CHOICE = """
        package gradus.autodiff.kernel.vector;

        import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
        import static gradus.autodiff.kernel.vector.LanesF32.HALF;
        import static gradus.autodiff.kernel.vector.LanesF32.LANES;

        import gradus.autodiff.kernel.scalar.ElementwiseF32;

        /**
         * Loops over elements: those on the Vector API where they are warm, otherwise the plain
         * ones. Of two inputs with a few operations, fewer elements than half a vector holds go
         * through the plain loop; with more operations, inputs that repeat an element do.
         */
        public interface VectorElementwiseF32 extends ElementwiseF32 {
            /** These loops alone. */
            VectorElementwiseF32 VECTOR = new VectorElementwiseF32() {};

        $warmups$methods}
        """;
    private static final String RACES = """
        package gradus.autodiff.kernel.vector;

        import static gradus.autodiff.kernel.scalar.ScalarLoopsF32.PLAIN;
        import static gradus.autodiff.kernel.vector.VectorElementwiseF32.VECTOR;

        import java.util.function.Supplier;

        /**
         * The race of the loop of this name. One class for all, and what it calls is linked when
         * a loop is first raced: a program that ends before does not wait for it.
         */
        record ElementwiseRaceF32(String name) implements Supplier<RaceF32> {
            @Override
            public RaceF32 get() {
                return switch (name) {
        $races            default -> throw new IllegalArgumentException(name);
                };
            }
        }
        """;
    private static final String LOOP_OF_ONE = """

            @Override
            default void $name($parameters) {
        $rounded        for (int i = from; i < to; i++) {
                    y[i] = $value;
                }
            }
        """;
    private static final String LOOP_OF_TWO = """

            @Override
            default void $name($parameters) {
                for (int i = 0; i < n; i++) {
                    y[y0 + i] = $stepping;
                }
            }
        """;
    private static final String LIGHT_LOOP_OF_TWO = """

            @Override
            default void $name($parameters) {
                if (d$a == 1 && d$b == 1) {
                    for (int i = 0; i < n; i++) {
                        y[y0 + i] = $advancing;
                    }
                } else {
                    for (int i = 0; i < n; i++) {
                        y[y0 + i] = $stepping;
                    }
                }
            }
        """;
    private static final String CHOOSE = """

            @Override
            default void $name($parameters) {
                if ($where$warmup.isReady($elements)) {
                    $owner.$name($arguments);
                } else {
                    ElementwiseF32.super.$name($all);
                }
            }
        """;

    private final Map<String, List<Formula>> kernels;

    /** For the formulas on floats of all classes. */
    Elementwise(Map<String, List<Formula>> kernels) {
        this.kernels = kernels;
    }

    String contract() {
        return CONTRACT.replace(
                "$methods",
                each(formula -> "\n    " + formula.doc() + "\n    void " + formula.name() + "("
                        + parameters(formula, "A") + ");\n"));
    }

    String plainLoops() {
        return PLAIN.replace("$methods", each(Elementwise::plainLoop));
    }

    String choice() {
        return CHOICE.replace("$warmups", each(formula -> formula.plain() ? "" : warmUp(formula)))
                .replace("$methods", each(formula -> formula.plain() ? "" : choose(formula)));
    }

    String races() {
        return RACES.replace("$races", each(formula -> formula.plain() ? "" : race(formula)));
    }

    private String each(Function<Formula, String> text) {
        StringBuilder all = new StringBuilder();
        kernels.values().forEach(formulas -> formulas.forEach(formula -> all.append(text.apply(formula))));
        return all.toString();
    }

    /** The parameters of the method, with arrays of this type. */
    private static String parameters(Formula formula, String array) {
        if (formula.ofOne()) {
            StringBuilder one = new StringBuilder("%1$s x, %1$s y, int from, int to".formatted(array));
            formula.constants().forEach(constant -> one.append(", double ").append(constant.name()));
            return one.toString();
        }
        String result = formula.compares() ? "boolean[]" : array;
        String a = formula.arrays().get(0);
        String b = formula.arrays().get(1);
        return "%1$s %3$s, int %3$s0, int d%3$s, %1$s %4$s, int %4$s0, int d%4$s, %2$s y, int y0, int n"
                .formatted(array, result, a, b);
    }

    private static String plainLoop(Formula formula) {
        if (formula.ofOne()) {
            StringBuilder rounded = new StringBuilder();
            formula.constants()
                    .filter(c -> !c.rounded().equals(c.name()))
                    .forEach(c -> rounded.append("        float %s = (float) %s;\n".formatted(c.rounded(), c.name())));
            return filled(LOOP_OF_ONE, formula)
                    .replace("$rounded", rounded)
                    .replace("$value", value(formula, "x[i]", ""));
        }
        String a = formula.arrays().get(0);
        String b = formula.arrays().get(1);
        String advancing = value(formula, "%1$s[%1$s0 + i]".formatted(a), "%1$s[%1$s0 + i]".formatted(b));
        String stepping =
                value(formula, "%1$s[%1$s0 + i * d%1$s]".formatted(a), "%1$s[%1$s0 + i * d%1$s]".formatted(b));
        return filled(formula.isLight() ? LIGHT_LOOP_OF_TWO : LOOP_OF_TWO, formula)
                .replace("$advancing", advancing)
                .replace("$stepping", stepping)
                .replace("$a", a)
                .replace("$b", b);
    }

    /** A light formula in place, with other names; a call of any other. */
    private static String value(Formula formula, String first, String second) {
        List<String> inputs =
                formula.inputs().stream().map(Formula.Parameter::name).toList();
        Function<String, String> named = name -> {
            int input = inputs.indexOf(name);
            return input == 0
                    ? first
                    : input == 1
                            ? second
                            : formula.constants()
                                    .filter(constant -> constant.name().equals(name))
                                    .map(Formula.Parameter::rounded)
                                    .findFirst()
                                    .orElse(name);
        };
        return formula.isLight()
                ? formula.result().with(named).toString()
                : formula + "("
                        + String.join(
                                ", ",
                                formula.parameters().stream()
                                        .map(p -> named.apply(p.name()))
                                        .toList()) + ")";
    }

    private static String warmUp(Formula formula) {
        return "    WarmUpF32 %1$s = new WarmUpF32(\"%2$s\", new ElementwiseRaceF32(\"%2$s\"));\n"
                .formatted(constant(formula.name()), formula.name());
    }

    private static String race(Formula formula) {
        String name = formula.name();
        String label = "            case \"" + name + "\" -> ";
        if (formula.ofOne() && formula.constants().findAny().isPresent()) {
            String call =
                    "\n                    (x, y, from, to) -> %s." + name + "(x, y, from, to" + samples(formula) + ")";
            return label + "RaceF32.ofOne(%s,%s);\n".formatted(call.formatted("VECTOR"), call.formatted("PLAIN"));
        }
        String kind = formula.ofOne() ? "ofOne" : formula.compares() ? "comparing" : "ofTwo";
        String practice = formula.isLight() && !formula.ofOne() ? loops(formula) + "::" + name + ", " : "";
        return label + "RaceF32.%1$s(%2$sVECTOR::%3$s, PLAIN::%3$s);\n".formatted(kind, practice, name);
    }

    /** Numbers for the constants: one alone is 1.5, several grow from -1 on. */
    private static String samples(Formula formula) {
        StringBuilder samples = new StringBuilder();
        int count = (int) formula.constants().count();
        for (int i = 0; i < count; i++) {
            samples.append(", ").append(count == 1 ? "1.5" : 2 * i - 1 + "");
        }
        return samples.toString();
    }

    private static String choose(Formula formula) {
        boolean one = formula.ofOne();
        String all = parameters(formula, "float[]").replaceAll("[^\\s,]+ (\\w+)", "$1");
        String where = one
                ? ""
                : formula.compares()
                        ? "n >= LANES && "
                        : formula.isLight() ? "n >= HALF.length() && " : "d$a == 1 && d$b == 1 && ";
        String arguments = one || formula.isLight() ? all : "$a, $a0, $b, $b0, y, y0, n";
        return filled(CHOOSE, formula)
                .replace("$where", where)
                .replace("$warmup", constant(formula.name()))
                .replace("$elements", one ? "to - from" : "n")
                .replace("$owner", loops(formula))
                .replace("$arguments", arguments)
                .replace("$all", all)
                .replace("$a", formula.arrays().getFirst())
                .replace("$b", formula.arrays().getLast());
    }

    private static String filled(String template, Formula formula) {
        return template.replace("$name", formula.name()).replace("$parameters", parameters(formula, "float[]"));
    }

    private static String loops(Formula formula) {
        return Loops.name(formula.owner());
    }

    /** The name of a constant: {@code FAST_FOURIER} for {@code fastFourier}. */
    private static String constant(String name) {
        return name.replaceAll("([A-Z])", "_$1").toUpperCase();
    }
}
