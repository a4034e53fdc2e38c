package gradus.laws;

import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Einstein's sum as its definition says: a loop over every letter, and over the axes of the ellipsis. */
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

    /** Of one operand, of three and more, without an arrow, with an ellipsis. */
    static final ImmutableList<String> OTHERS = Lists.immutable.with(
            "ij->ji",
            "ij->",
            "ii->i",
            "iji->j",
            "ii",
            "ba",
            "bAa",
            "->",
            "...ij->...ji",
            "i...",
            "ii...->...i",
            "...",
            "ij,jk",
            "aj, ja",
            "ij,jk,kl",
            "ij,jk,kl->li",
            "i,i,i->i",
            "i,j,k->kij",
            "ij,ik,il->jkl",
            "ab,bc,ca->",
            "ij,j,k->k",
            ",i,ij->j",
            "ii,ij,jj->ji",
            "a,ab,b,c->c",
            "...ij,...jk->...ik",
            "...ij,...jk",
            "...i,...i->...",
            "i...,...",
            "i...j,jk->k...i",
            "i,i->...",
            "...a,ab,...b->...",
            "...,...,...->...");

    private EinsumReference() {}

    /** The letters of each operand, with one dot for an ellipsis. */
    private static ImmutableList<String> operands(String formula) {
        String left = formula.contains("->") ? formula.substring(0, formula.indexOf("->")) : formula;
        return Lists.immutable
                .with(left.split(",", -1))
                .collect(letters -> letters.strip().replace("...", "."));
    }

    private static String result(String formula) {
        if (formula.contains("->")) {
            return formula.substring(formula.indexOf("->") + 2).strip().replace("...", ".");
        }
        String all = operands(formula).makeString("").replace(".", "");
        return all.chars()
                .filter(letter -> all.chars().filter(other -> other == letter).count() == 1)
                .sorted()
                .collect(() -> new StringBuilder("."), StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    static ImmutableList<int[]> shapes(String formula, Source source) {
        int[] lengths = new int[128];
        java.util.Arrays.setAll(lengths, _ -> source.between(1, 3));
        int[] others = {source.between(1, 3), source.between(1, 2)};
        return operands(formula).collect(letters -> {
            int[] own = source.broadcastableTo(others);
            return letters.chars()
                    .flatMap(letter -> letter == '.' ? IntStream.of(own) : IntStream.of(lengths[letter]))
                    .toArray();
        });
    }

    static Grid of(String formula, ImmutableList<Grid> x) {
        ImmutableList<String> operands = operands(formula);
        String letters = operands.makeString("")
                .replace(".", "")
                .chars()
                .distinct()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        int[] others = operands.zip(x)
                .select(pair -> pair.getOne().contains("."))
                .collect(pair -> others(pair.getOne(), pair.getTwo()))
                .injectInto(new int[0], Grid::broadcast);
        int[] lengths =
                letters.chars().map(letter -> length(letter, operands, x)).toArray();
        String result = result(formula);
        Grid y = Grid.zeros(pick(result, letters, lengths, others));
        Grid.zeros(others)
                .forEachIndex(place -> Grid.zeros(lengths).forEachIndex(values -> {
                    double product = 1;
                    for (int i = 0; i < x.size(); i++) {
                        int[] index = pick(operands.get(i), letters, values, place(operands.get(i), x.get(i), place));
                        product *= x.get(i).at(index);
                    }
                    y.add(product, pick(result, letters, values, place));
                }));
        return y;
    }

    /** The lengths of an operand's axes without a letter. */
    private static int[] others(String letters, Grid x) {
        int dot = letters.indexOf('.');
        return dot < 0
                ? new int[0]
                : java.util.Arrays.copyOfRange(x.dims(), dot, dot + x.rank() - letters.length() + 1);
    }

    /** The place of an element of an operand along the axes without a letter. */
    private static int[] place(String letters, Grid x, int[] common) {
        return Grid.zeros(others(letters, x)).sourceOf(common);
    }

    private static int length(int letter, ImmutableList<String> operands, ImmutableList<Grid> x) {
        int first = operands.detectIndex(letters -> letters.indexOf(letter) >= 0);
        String letters = operands.get(first);
        int at = letters.indexOf(letter);
        int dot = letters.indexOf('.');
        return x.get(first).dim(dot >= 0 && dot < at ? at - letters.length() : at);
    }

    private static int[] pick(String wanted, String letters, int[] values, int[] others) {
        return wanted.chars()
                .flatMap(letter -> letter == '.' ? IntStream.of(others) : IntStream.of(values[letters.indexOf(letter)]))
                .toArray();
    }
}
