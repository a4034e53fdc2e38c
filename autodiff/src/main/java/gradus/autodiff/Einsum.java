package gradus.autodiff;

import org.eclipse.collections.api.factory.primitive.CharIntMaps;
import org.eclipse.collections.api.map.primitive.MutableCharIntMap;
import org.eclipse.collections.impl.factory.Strings;
import org.eclipse.collections.impl.string.immutable.CharAdapter;

/**
 * Einstein's sum of two operands, carried out as one batched matrix product: axes are put into the order batch, own, shared;
 * axes of only one operand that the result lacks are summed beforehand.
 */
record Einsum(String formula, String left, String right, String result) {

    static Einsum parse(String formula) {
        String compact = formula.replace(" ", "");
        if (!compact.matches("[a-zA-Z]*,[a-zA-Z]*->[a-zA-Z]*")) {
            throw new ArgumentException(
                    "einsum",
                    "a formula such as ij,jk->ik",
                    '"' + formula + '"',
                    "two operands, one letter an axis, an explicit result");
        }
        int comma = compact.indexOf(',');
        int arrow = compact.indexOf("->");
        Einsum einsum = new Einsum(
                formula,
                compact.substring(0, comma),
                compact.substring(comma + 1, arrow),
                compact.substring(arrow + 2));
        if (distinct(einsum.result).length() != einsum.result.length()) {
            throw new ArgumentException("einsum", "each letter of the result once", '"' + formula + '"', "");
        }
        if (!only(einsum.result, einsum.left + einsum.right).equals(einsum.result)) {
            throw new ArgumentException(
                    "einsum", "letters of the result among those of the operands", '"' + formula + '"', "");
        }
        return einsum;
    }

    Tensor apply(Tensor a, Tensor b) {
        requireRank(left, a);
        requireRank(right, b);
        MutableCharIntMap lengths = CharIntMaps.mutable.empty();
        measure(left, a, lengths);
        measure(right, b, lengths);
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
        Tensor product = x.reshape(size(batch, lengths), size(firstOwn, lengths), size(shared, lengths))
                .matmulTransposed(y.reshape(size(batch, lengths), size(secondOwn, lengths), size(shared, lengths)));
        String order = batch + firstOwn + secondOwn;
        int[] dims = new int[order.length()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = lengths.get(order.charAt(i));
        }
        return arrange(product.reshape(dims), order, result);
    }

    private void requireRank(String letters, Tensor operand) {
        if (letters.length() != operand.shape().rank()) {
            throw new ShapeException(
                    "einsum",
                    letters.length() + " axes for \"" + letters + "\" in \"" + formula + '"',
                    operand.shape().toString(),
                    "");
        }
    }

    private void measure(String letters, Tensor operand, MutableCharIntMap lengths) {
        for (int axis = 0; axis < letters.length(); axis++) {
            int length = operand.shape().dim(axis);
            int known = lengths.getIfAbsentPut(letters.charAt(axis), length);
            if (known != length) {
                throw new ShapeException(
                        "einsum",
                        "one length for the letter " + letters.charAt(axis) + " in \"" + formula + '"',
                        known + " and " + length,
                        "");
            }
        }
    }

    /** Takes the diagonal of each pair of axes with one letter; the axis that is left stands at the first of the two. */
    private static Tensor diagonal(Tensor operand, String letters) {
        Tensor x = operand;
        String names = letters;
        for (int i = 0; i < names.length(); i++) {
            for (int j = names.indexOf(names.charAt(i), i + 1); j > 0; j = names.indexOf(names.charAt(i), i + 1)) {
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

    private static int size(String letters, MutableCharIntMap lengths) {
        return letters.chars().map(letter -> lengths.get((char) letter)).reduce(1, Math::multiplyExact);
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
