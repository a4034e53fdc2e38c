package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.factory.Strings;

/**
 * A formula of Einstein's sum: the letters of each operand and of the result. Where an ellipsis
 * stands for axes without a letter, letters beyond any alphabet stand in for them once the operands
 * are known.
 *
 * @param formula as the user wrote it
 * @param operands the letters of each operand
 * @param result the letters of the result
 */
record EinsumFormula(String formula, ImmutableList<String> operands, String result) {
    private static final String ELLIPSIS = "...";

    /** Stands for the ellipsis in letters. */
    private static final char OTHERS = '\uE000';

    /** The letters of an ellipsis are counted down from here, from the last axis to the first. */
    private static final char LAST_OTHER = '\uF000';

    static EinsumFormula parse(String formula) {
        String compact = formula.replace(" ", "").replace(ELLIPSIS, String.valueOf(OTHERS));
        String letters = "[a-zA-Z]*" + OTHERS + "?[a-zA-Z]*";
        if (!compact.matches(letters + "(," + letters + ")*(->" + letters + ")?")) {
            throw refused(
                    formula, "a formula such as ij,jk->ik", "one letter an axis; ... stands for all other axes, once");
        }
        int arrow = compact.indexOf("->");
        ImmutableList<String> operands =
                Lists.immutable.with((arrow == -1 ? compact : compact.substring(0, arrow)).split(",", -1));
        String all = operands.makeString("");
        String result = arrow == -1 ? implicit(all) : compact.substring(arrow + 2);
        if (result.chars().distinct().count() != result.length()) {
            throw refused(formula, "each letter of the result once", "");
        }
        if (result.chars().anyMatch(letter -> letter != OTHERS && all.indexOf(letter) < 0)) {
            throw refused(formula, "letters of the result among those of the operands", "");
        }
        return new EinsumFormula(formula, operands, result);
    }

    private static ArgumentException refused(String formula, String need, String hint) {
        return new ArgumentException("einsum", need, '"' + formula + '"', hint);
    }

    /**
     * The result of a formula without an arrow: all other axes, then each letter that stands there
     * once, in the order of ASCII.
     */
    private static String implicit(String all) {
        return OTHERS
                + Strings.asChars(all)
                        .select(letter -> letter != OTHERS && all.indexOf(letter) == all.lastIndexOf(letter))
                        .toSortedList()
                        .makeString("");
    }

    /**
     * The formula for these operands, without an ellipsis.
     *
     * @throws ArgumentException if it is for another number of operands, or its result has no place
     * for axes of an ellipsis
     * @throws ShapeException if an operand has another number of axes than letters
     */
    EinsumFormula resolve(ImmutableList<Tensor> x) {
        if (operands.size() != x.size()) {
            throw new ArgumentException(
                    "einsum",
                    GradusException.counted(operands.size(), "operand") + " for \"" + formula + '"',
                    x.size() + "",
                    "");
        }
        MutableList<String> named = Lists.mutable.empty();
        int most = 0;
        for (int i = 0; i < x.size(); i++) {
            String letters = operands.get(i);
            Shape shape = x.get(i).shape();
            boolean open = letters.indexOf(OTHERS) >= 0;
            int others = shape.rank() - letters.length() + (open ? 1 : 0);
            if (open ? others < 0 : others != 0) {
                throw wrongRank(letters, shape);
            }
            named.add(replaced(letters, others));
            most = Math.max(most, open ? others : 0);
        }
        if (most > 0 && result.indexOf(OTHERS) < 0) {
            throw refused(
                    formula, "... in the result, as it stands for axes of the operands", "a letter is summed over");
        }
        return new EinsumFormula(formula, named.toImmutable(), replaced(result, most));
    }

    private ShapeException wrongRank(String letters, Shape shape) {
        boolean open = letters.indexOf(OTHERS) >= 0;
        int count = letters.length() - (open ? 1 : 0);
        return new ShapeException(
                "einsum",
                count + (open ? " axes or more" : " axes") + " for \"" + letters.replace(OTHERS + "", ELLIPSIS)
                        + "\" in \"" + formula + '"',
                shape.toString(),
                "");
    }

    private static String replaced(String letters, int others) {
        StringBuilder names = new StringBuilder();
        for (int i = others; i > 0; i--) {
            names.append((char) (LAST_OTHER - i));
        }
        return letters.replace(OTHERS + "", names);
    }

    /** Whether an axis of an ellipsis has this letter: such axes broadcast. */
    static boolean broadcasts(char letter) {
        return letter >= OTHERS;
    }
}
