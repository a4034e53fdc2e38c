import java.util.List;

/**
 * Classes of loops over arrays on the Vector API, derived from formulas of one number: every open
 * formula becomes a loop that calls the Vector API directly, with the lines of all other formulas
 * that it calls in place. The compiler stops inlining methods of ours after some forty vector
 * operations, and a vector that crosses a call goes through memory; methods of the Vector API are
 * inlined always.
 */
final class Loops {
    private static final String CLASS = """
        package gradus.autodiff.kernel.vector;

        import static gradus.autodiff.kernel.math.ExactArithmeticF32.*;
        $importsimport static jdk.incubator.vector.VectorOperators.*;

        import gradus.autodiff.kernel.math.*;
        import jdk.incubator.vector.*;

        /** The formulas of {@link $formulas} on vectors. */
        final class $class {
            private static final VectorSpecies<Float> SPECIES = LanesF32.SPECIES;
            private static final int LANES = SPECIES.length();
        $constants
            private $class() {}
        $loops}
        """;
    private static final String LIGHT_IMPORTS = """
        import static gradus.autodiff.kernel.scalar.ScalarLoopsARRAY.PLAIN;
        import static gradus.autodiff.kernel.vector.AccessARRAY.*;
        """;
    private static final String BITS = """
            private static final bits LEAST = Float.floatToRawIntBits(ROOT_HALF);
            private static final bits FRACTION = Float.floatToRawIntBits(Float.MIN_NORMAL) - 1;
            private static final bits ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
            private static final bits SIGN = Float.floatToRawIntBits(-0f);
        """;
    private static final String PARTS = """
            private static final VectorSpecies<Float> WHOLE = SPECIES;
            private static final VectorSpecies<Float> HALF = LanesF32.HALF;
            private static final VectorSpecies<Float> QUARTER = LanesF32.QUARTER;
        """;
    private static final String PARTS_OF_FLOATS = """

            /** Floats that become as many doubles as a vector holds. */
            private static final VectorSpecies<Single> WHOLE =
                    VectorSpecies.of(single.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

            private static final VectorSpecies<Single> HALF = LanesSINGLE.half(WHOLE);
            private static final VectorSpecies<Single> QUARTER = LanesSINGLE.half(HALF);

        """;

    private Loops() {}

    /** The name of the class of loops for a class of formulas. */
    static String name(String owner) {
        return owner.replaceAll("(F\\d\\d)$", "Loops$1");
    }

    /** The class of loops for a class of formulas. */
    static String text(String owner, List<Formula> kernels, Names names) {
        StringBuilder loops = new StringBuilder();
        kernels.stream()
                .filter(formula -> !formula.plain())
                .forEach(formula -> loops.append(new Loop(formula, names).text()));
        StringBuilder imports = new StringBuilder();
        names.coefficients()
                .forEach(coefficients ->
                        imports.append("import static gradus.autodiff.kernel.math." + coefficients + ".*;\n"));
        if (kernels.stream().anyMatch(Formula::isLight)) {
            imports.append(LIGHT_IMPORTS);
        }
        boolean light = kernels.stream().allMatch(Formula::isLight);
        String text = CLASS.replace("$imports", imports)
                .replace("$class", name(owner))
                .replace("$formulas", owner)
                .replace("$constants", (names.widened() ? PARTS_OF_FLOATS : PARTS) + (light ? "" : BITS))
                .replace("$loops", loops);
        text = names.wide() ? inDouble(text) : text.replace("final bits", "final int");
        String array = names.wide() && !names.widened() ? "double" : "float";
        return text.replaceAll("\\barray\\b", array).replace("ARRAY", array.equals("double") ? "F64" : "F32");
    }

    private static String inDouble(String text) {
        return text.replaceAll("(?<=ExactArithmetic|Lanes)F32", "F64")
                .replace("floatToRawIntBits(-0f)", "doubleToRawLongBits(-0.0)")
                .replace("floatToRawIntBits", "doubleToRawLongBits")
                .replace("final bits", "final long")
                .replaceAll("\\bFloat(?=Vector|>|\\.)", "Double")
                .replace("Single", "Float")
                .replace("single", "float")
                .replace("LanesSINGLE", "LanesF32");
    }
}
