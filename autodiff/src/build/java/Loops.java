import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loops over arrays on the Vector API, derived from formulas of one number: every open formula becomes a loop that calls the Vector API directly, with
 * the lines of all other formulas that it calls in place. The compiler stops inlining methods of ours after some forty vector operations, and
 * a vector that crosses a call goes through memory; methods of the Vector API are inlined always.
 *
 * <p>Arguments for which a formula has other code, its rare ones, take the formula itself, with the whole vector that they are in.
 *
 * <p>What is left over at the end is done by a whole vector that overlaps the one before, as results do not lie where inputs do; only arrays
 * shorter than a vector take masked lanes, which cost more.
 */
final class Loops {
    /** Which numbers a loop runs over. */
    enum Precision {
        F32("F32"),
        F64("F64"),
        /** Floats in arrays, computed in double. */
        IN_DOUBLE("InDouble");

        final String suffix;

        Precision(String suffix) {
            this.suffix = suffix;
        }
    }

    /** Classes of formulas, and of parts of them, whose names have the word Coefficients. */
    static final List<String> SOURCES = List.of(
            "Elementary",
            "ElementaryCoefficients",
            "FusedVjps",
            "Trigonometry",
            "TrigonometryCoefficients",
            "NormalDistribution",
            "NormalDistributionCoefficients",
            "Power",
            "PowerCoefficients",
            "ShiftedExponential");

    private static final String CLASS = """
            package gradus.autodiff.kernel.vector; // Derived by the build from the scalar functions: edit those.

            $importsimport static jdk.incubator.vector.VectorOperators.*;

            import gradus.autodiff.kernel.math.*;
            import jdk.incubator.vector.*;

            /** The elementary functions of arrays. */
            final class $class {
                private static final VectorSpecies<Float> SPECIES = LanesF32.SPECIES;
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

    private final Map<String, Formula> formulas = new LinkedHashMap<>();
    private final List<String> owners = new ArrayList<>();
    private final Precision precision;

    Loops(Precision precision) {
        this.precision = precision;
    }

    /** Takes the formulas of one class. */
    void read(List<Formula> ofClass) {
        ofClass.forEach(formula -> {
            formulas.put(formula.name(), formula);
            String owner = formula.owner().replace("F64", "F32");
            if (!owners.contains(owner)) {
                owners.add(owner);
            }
        });
    }

    /** The name of the class of loops. */
    String name() {
        return "ElementaryLoops" + precision.suffix;
    }

    /** The class of loops. */
    String text() {
        StringBuilder loops = new StringBuilder();
        formulas.values().stream().filter(Loops::isOpen).forEach(formula -> {
            if (formula.parameters().size() == 1) {
                loops.append(new Loop(formulas, precision, formula, "").text());
            } else if (formula.parameters().size() == 2) {
                loops.append(new Loop(formulas, precision, formula, formula.constant()).text());
                if (formula.name().equals("pow")) {
                    loops.append(new Loop(formulas, precision, formula, "e").text());
                }
            }
        });
        StringBuilder imports = new StringBuilder("import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;\n");
        owners.forEach(owner -> imports.append("import static gradus.autodiff.kernel.math." + owner + ".*;\n"));
        String text = CLASS.replace("$imports", imports)
                .replace("$class", name())
                .replace("$loops", precision == Precision.IN_DOUBLE ? HALF + loops : loops);
        text = precision == Precision.F32 ? text.replace("final bits", "final int") : inDouble(text);
        return text.replaceAll("\\barray\\b", precision == Precision.F64 ? "double" : "float");
    }

    private static boolean isOpen(Formula formula) {
        return !formula.hidden() && !formula.owner().contains("Coefficients");
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
}
