package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.CharIntMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableCharIntMap;
import org.eclipse.collections.impl.factory.Strings;
import org.eclipse.collections.impl.string.immutable.CharAdapter;

/**
 * Einstein's sum, carried out as batched matrix products of two operands at a time, from left to
 * right: axes are put into the order batch, own, shared; axes of only one operand that neither the
 * result nor a later operand has are summed beforehand.
 */
final class Einsum {
    private final EinsumFormula formula;
    private final MutableCharIntMap lengths = CharIntMaps.mutable.empty();

    private Einsum(EinsumFormula formula) {
        this.formula = formula;
    }

    static Tensor of(String formula, ImmutableList<Tensor> x) {
        Given.all("einsum", "operands", x);
        EinsumFormula resolved =
                EinsumFormula.parse(Given.of("einsum", "a formula", formula)).resolve(x);
        Tensor other = x.detect(operand -> operand.dtype() != x.getFirst().dtype());
        if (other != null) {
            throw ElementTypeException.of("einsum", x.getFirst(), other);
        }
        return new Einsum(resolved).apply(x);
    }

    private Tensor apply(ImmutableList<Tensor> x) {
        formula.operands().forEachWithIndex((letters, i) -> measure(letters, x.get(i)));
        MutableList<Tensor> operands = Lists.mutable.empty();
        MutableList<String> names = Lists.mutable.empty();
        formula.operands().forEachWithIndex((letters, i) -> {
            String own = Strings.asChars(letters)
                    .reject(letter -> isRepeated(letter, letters, x.get(i)))
                    .toString();
            operands.add(x.get(i).reshape(dims(own)));
            names.add(own);
        });
        Tensor product = operands.getFirst();
        String letters = names.getFirst();
        for (int i = 1; i < operands.size(); i++) {
            String second = names.get(i);
            boolean last = i == operands.size() - 1;
            String later = last ? "" : names.subList(i + 1, names.size()).makeString("") + formula.result();
            String kept = last ? formula.result() : only(orderOfProduct(letters, second, later), later);
            product = multiply(product, letters, operands.get(i), second, kept);
            letters = kept;
        }
        return operands.size() > 1 ? product : alone(product, letters);
    }

    /**
     * Without a second operand: the diagonal, the sum over letters that the result lacks, the order
     * of the result.
     */
    private Tensor alone(Tensor x, String letters) {
        String distinct = distinct(letters);
        String result = formula.result();
        return arrange(sumOut(diagonal(x, letters), distinct, result), only(distinct, result), result);
    }

    /**
     * Whether an axis of an ellipsis has length 1 here and more elsewhere: then it is left out, and
     * the others decide.
     */
    private boolean isRepeated(char letter, String letters, Tensor x) {
        return EinsumFormula.broadcasts(letter)
                && x.shape().dim(letters.indexOf(letter)) == 1
                && lengths.get(letter) != 1;
    }

    /** The letters of a product in the order in which the matrix product gives them. */
    private static String orderOfProduct(String left, String right, String result) {
        String first = distinct(left);
        String second = distinct(right);
        return only(only(first, second), result)
                + only(without(first, second), result)
                + only(without(second, first), result);
    }

    private Tensor multiply(Tensor a, String left, Tensor b, String right, String result) {
        String first = distinct(left);
        String second = distinct(right);
        String batch = only(only(first, second), result);
        String shared = without(only(first, second), result);
        String firstOwn = only(without(first, second), result);
        String secondOwn = only(without(second, first), result);
        Tensor x = arrange(
                sumOut(diagonal(a, left), first, batch + firstOwn + shared),
                only(first, batch + firstOwn + shared),
                batch + firstOwn + shared);
        Tensor y = arrange(
                sumOut(diagonal(b, right), second, batch + secondOwn + shared),
                only(second, batch + secondOwn + shared),
                batch + secondOwn + shared);
        Tensor product = x.reshape(size(batch), size(firstOwn), size(shared))
                .matmulTransposed(y.reshape(size(batch), size(secondOwn), size(shared)));
        String order = batch + firstOwn + secondOwn;
        return arrange(product.reshape(dims(order)), order, result);
    }

    private int[] dims(String letters) {
        return letters.chars().map(letter -> lengths.get((char) letter)).toArray();
    }

    private void measure(String letters, Tensor operand) {
        for (int axis = 0; axis < letters.length(); axis++) {
            char letter = letters.charAt(axis);
            int length = operand.shape().dim(axis);
            int known = lengths.getIfAbsentPut(letter, length);
            if (known == length) {
                continue;
            }
            if (!EinsumFormula.broadcasts(letter)) {
                throw new ShapeException(
                        "einsum",
                        "one length for the letter " + letter + " in \"" + formula.formula() + '"',
                        known + " and " + length,
                        "");
            }
            if (known != 1 && length != 1) {
                throw new ShapeException(
                        "einsum",
                        "axes that broadcast for ... in \"" + formula.formula() + '"',
                        known + " and " + length,
                        "");
            }
            lengths.put(letter, known == 1 ? length : known);
        }
    }

    /**
     * Takes the diagonal of each pair of axes with one letter; the axis that is left stands at the
     * first of the two.
     */
    private static Tensor diagonal(Tensor operand, String letters) {
        Tensor x = operand;
        String names = letters;
        for (int i = 0; i < names.length(); i++) {
            for (int j = names.indexOf(names.charAt(i), i + 1); j != -1; j = names.indexOf(names.charAt(i), i + 1)) {
                x = diagonal(x, i, j);
                names = names.substring(0, j) + names.substring(j + 1);
            }
        }
        return x;
    }

    private static Tensor diagonal(Tensor x, int i, int j) {
        int rank = x.shape().rank();
        int n = x.shape().dim(i);
        int[] order = Axes.of(i, j).keptFirst("einsum", x.shape());
        int[] dims = Axes.of(j).reducedShape("einsum", x.shape()).toArray();
        Tensor moved = x.permute(order);
        int[] flat = java.util.Arrays.copyOf(moved.shape().toArray(), rank - 1);
        flat[rank - 2] = n * n;
        Tensor diagonal = moved.reshape(flat).slice(-1, 0, n * n, n + 1);
        int[] back = new int[dims.length];
        for (int axis = 0; axis < back.length; axis++) {
            back[axis] = axis < i ? axis : axis == i ? rank - 2 : axis - 1;
        }
        return diagonal.permute(back);
    }

    private static Tensor sumOut(Tensor x, String letters, String kept) {
        int[] summed = java.util.stream.IntStream.range(0, letters.length())
                .filter(axis -> kept.indexOf(letters.charAt(axis)) < 0)
                .toArray();
        return summed.length == 0 ? x : x.sum(summed);
    }

    private static Tensor arrange(Tensor x, String letters, String order) {
        return letters.equals(order)
                ? x
                : x.permute(order.chars().map(letters::indexOf).toArray());
    }

    private int size(String letters) {
        return Shape.of(dims(letters)).size();
    }

    private static String distinct(String letters) {
        return adapt(letters).distinct().toString();
    }

    private static String only(String letters, String among) {
        return adapt(letters).select(letter -> among.indexOf(letter) >= 0).toString();
    }

    private static String without(String letters, String unwanted) {
        return adapt(letters).reject(letter -> unwanted.indexOf(letter) >= 0).toString();
    }

    private static CharAdapter adapt(String letters) {
        return Strings.asChars(letters);
    }
}
