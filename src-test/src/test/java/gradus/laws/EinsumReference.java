package gradus.laws;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Einstein's sum of two operands as its definition says: a loop over every letter. */
final class EinsumReference {
    static final ImmutableList<String> FORMULAS = Lists.immutable.with(
            "ij,jk->ik",
            "ij,jk->ki",
            "ij,kj->ik",
            "bij,bjk->bik",
            "i,i->",
            "i,j->ij",
            "ij,ij->ij",
            "ij,ij->",
            "ij,j->",
            "ij,k->ik",
            "ii,i->i",
            "ii,jj->ij",
            "iji,k->jk",
            "iij,jk->ik",
            "iii,i->i",
            "ijk,jil->lk",
            ",i->i",
            ",->",
            "abc,cd->dab");

    private EinsumReference() {}

    private static String left(String formula) {
        return formula.substring(0, formula.indexOf(','));
    }

    private static String right(String formula) {
        return formula.substring(formula.indexOf(',') + 1, formula.indexOf("->"));
    }

    private static String result(String formula) {
        return formula.substring(formula.indexOf("->") + 2);
    }

    static ImmutableList<int[]> shapes(String formula, Source source) {
        int[] lengths = new int[128];
        java.util.Arrays.setAll(lengths, _ -> source.between(1, 3));
        return Lists.immutable.with(
                left(formula).chars().map(letter -> lengths[letter]).toArray(),
                right(formula).chars().map(letter -> lengths[letter]).toArray());
    }

    static Grid of(String formula, Grid a, Grid b) {
        String result = result(formula);
        String letters = (left(formula) + right(formula))
                .chars()
                .distinct()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int[] lengths = letters.chars()
                .map(letter -> left(formula).indexOf(letter) >= 0
                        ? a.dim(left(formula).indexOf(letter))
                        : b.dim(right(formula).indexOf(letter)))
                .toArray();
        Grid y = Grid.zeros(
                result.chars().map(letter -> lengths[letters.indexOf(letter)]).toArray());
        Grid.zeros(lengths).forEachIndex(values -> {
            double product = a.at(pick(left(formula), letters, values)) * b.at(pick(right(formula), letters, values));
            y.add(product, pick(result, letters, values));
        });
        return y;
    }

    private static int[] pick(String wanted, String letters, int[] values) {
        return wanted.chars().map(letter -> values[letters.indexOf(letter)]).toArray();
    }
}
