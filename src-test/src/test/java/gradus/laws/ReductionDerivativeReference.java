package gradus.laws;

import gradus.autodiff.Axes;
import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.collections.api.list.ImmutableList;

/** Derivatives of reductions along none, one or two directions, from their formulas, in double. */
final class ReductionDerivativeReference {
    private ReductionDerivativeReference() {}

    static Grid product(ImmutableList<Grid> x, Axes axes) {
        return rows(x, axes, ReductionDerivativeReference::productOfOthers);
    }

    static Grid norm(ImmutableList<Grid> x, Axes axes) {
        return rows(x, axes, ReductionDerivativeReference::norm);
    }

    /** The sizes of what is added up for each element of a derivative of the norm. */
    static Grid normTerms(ImmutableList<Grid> x, Axes axes) {
        return rows(x, axes, lines -> {
            double[] y = new double[lines[0].length];
            double size = 1;
            for (int direction = 1; direction < lines.length; direction++) {
                size *= direction * length(lines[direction]) / length(lines[0]);
            }
            Arrays.fill(y, length(lines[0]) == 0 ? 0 : size);
            return y;
        });
    }

    /**
     * Applies {@code f} to the lines of all inputs that differ only in the given axes; its result
     * has the length of a line.
     */
    private static Grid rows(ImmutableList<Grid> x, Axes axes, Function<double[][], double[]> f) {
        Grid first = x.getFirst();
        boolean[] reduced = new boolean[first.rank()];
        Arrays.fill(reduced, axes.axes().isEmpty());
        axes.axes().forEach(axis -> reduced[first.axis(axis)] = true);
        Grid y = Grid.zeros(first.dims());
        boolean[] done = new boolean[first.size()];
        first.forEachIndex(start -> {
            if (done[first.position(start)]) {
                return;
            }
            int[] places = places(first, start, reduced);
            double[][] lines = x.collect(grid -> Arrays.stream(places)
                            .mapToDouble(place -> grid.data()[place])
                            .toArray())
                    .toArray(new double[0][]);
            double[] result = f.apply(lines);
            for (int i = 0; i < places.length; i++) {
                y.data()[places[i]] = result[i];
                done[places[i]] = true;
            }
        });
        return y;
    }

    /**
     * Where the elements stand that differ from the one at {@code start} only in the reduced axes.
     */
    private static int[] places(Grid x, int[] start, boolean[] reduced) {
        java.util.stream.IntStream.Builder places = java.util.stream.IntStream.builder();
        x.forEachIndex(index -> {
            boolean alike = true;
            for (int axis = 0; axis < reduced.length; axis++) {
                alike &= reduced[axis] || index[axis] == start[axis];
            }
            if (alike) {
                places.add(x.position(index));
            }
        });
        return places.build().toArray();
    }

    /**
     * The coefficient of all directions together in the product of x + εh + ... over the elements
     * before, times that over the elements after: each side for each set of directions.
     */
    private static double[] productOfOthers(double[][] lines) {
        double[] y = new double[lines[0].length];
        for (int place = 0; place < y.length; place++) {
            double[] before = product(lines, 0, place, 1);
            double[] after = product(lines, y.length - 1, place, -1);
            double sum = lines.length == 1 ? before[0] * after[0] : 0;
            for (int set = 0; set < before.length && lines.length > 1; set++) {
                sum += chain(before[set], after[before.length - 1 - set]);
            }
            y[place] = sum;
        }
        return y;
    }

    private static double[] product(double[][] lines, int from, int to, int step) {
        double[] product = new double[1 << lines.length - 1];
        product[0] = 1;
        for (int place = from; place != to; place += step) {
            double[] next = new double[product.length];
            for (int set = 0; set < product.length; set++) {
                next[set] = set == 0 ? product[0] * lines[0][place] : chain(product[set], lines[0][place]);
                for (int direction = 1; direction < lines.length; direction++) {
                    int bit = 1 << direction - 1;
                    next[set] += (set & bit) == 0 ? 0 : chain(product[set ^ bit], lines[direction][place]);
                }
            }
            product = next;
        }
        return product;
    }

    private static double chain(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    private static double[] norm(double[][] lines) {
        double[] x = lines[0];
        double[] y = new double[x.length];
        double norm = length(x);
        for (double[] line : lines) {
            if (length(line) == 0) {
                return y;
            }
        }
        boolean finite = Arrays.stream(lines).allMatch(line -> Double.isFinite(length(line)));
        Arrays.setAll(y, i -> finite ? normDerivative(lines, norm, i) : lines.length == 1 ? x[i] / norm : Double.NaN);
        return y;
    }

    /** Each direction split into its part along q = x/|x| and what is across. */
    private static double normDerivative(double[][] lines, double norm, int i) {
        double[] q = Arrays.stream(lines[0]).map(element -> element / norm).toArray();
        if (lines.length == 1) {
            return q[i];
        }
        double[] h = across(lines[1], q);
        if (lines.length == 2) {
            return h[i] / norm;
        }
        double[] k = across(lines[2], q);
        return -(q[i] * dot(h, k) + h[i] * dot(q, lines[2]) + k[i] * dot(q, lines[1])) / norm / norm;
    }

    private static double[] across(double[] h, double[] q) {
        double along = dot(q, h);
        double[] across = new double[h.length];
        Arrays.setAll(across, i -> h[i] - along * q[i]);
        return across;
    }

    private static double length(double[] line) {
        double squares = dot(line, line);
        double largest =
                ReductionReference.largest(Arrays.stream(line).map(Math::abs).toArray());
        return line.length == 0 ? 0 : Double.isFinite(largest) ? Math.sqrt(squares) : largest;
    }

    private static double dot(double[] a, double[] b) {
        Accurate sum = new Accurate();
        for (int i = 0; i < a.length; i++) {
            sum.addProduct(a[i], b[i]);
        }
        return sum.value();
    }
}
