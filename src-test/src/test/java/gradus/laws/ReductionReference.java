package gradus.laws;

import gradus.autodiff.Axes;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;
import org.hipparchus.util.FastMath;

/** Reductions, running sums and normalizations of one line of elements, from their definitions. */
final class ReductionReference {
    private ReductionReference() {}

    /** Applies {@code f} to the elements that differ only in the given axes. */
    static Grid reduce(Grid x, Axes axes, ToDoubleFunction<double[]> f) {
        boolean[] reduced = new boolean[x.rank()];
        Arrays.fill(reduced, axes.all());
        axes.axes().forEach(axis -> reduced[x.axis(axis)] = true);
        int[] kept = x.dims().clone();
        DoubleArrayList dropped = new DoubleArrayList();
        for (int axis = 0; axis < kept.length; axis++) {
            kept[axis] = reduced[axis] ? 1 : kept[axis];
            if (!reduced[axis]) {
                dropped.add(kept[axis]);
            }
        }
        Grid places = Grid.zeros(kept);
        DoubleArrayList[] groups = new DoubleArrayList[places.size()];
        Arrays.setAll(groups, _ -> new DoubleArrayList());
        x.forEachIndex(index -> groups[places.position(places.sourceOf(index))].add(x.at(index)));
        double[] results = Arrays.stream(groups)
                .mapToDouble(group -> f.applyAsDouble(group.toArray()))
                .toArray();
        int[] without =
                Arrays.stream(dropped.toArray()).mapToInt(dim -> (int) dim).toArray();
        return new Grid(axes.keepDims() ? kept : without, results);
    }

    /** Replaces each line along one axis by {@code f} of it, which has the same length. */
    static Grid scan(Grid x, int axis, UnaryOperator<double[]> f) {
        Grid y = Grid.zeros(x.dims());
        y.forEachIndex(first -> {
            if (first[x.axis(axis)] != 0) {
                return;
            }
            double[] line = new double[x.dim(axis)];
            for (int i = 0; i < line.length; i++) {
                line[i] = x.at(along(first, x.axis(axis), i));
            }
            double[] result = f.apply(line);
            for (int i = 0; i < line.length; i++) {
                y.add(result[i], along(first, x.axis(axis), i));
            }
        });
        return y;
    }

    private static int[] along(int[] index, int axis, int place) {
        int[] moved = index.clone();
        moved[axis] = place;
        return moved;
    }

    static double[] runningSums(double[] line) {
        Accurate sum = new Accurate();
        double[] sums = new double[line.length];
        for (int i = 0; i < line.length; i++) {
            sum.add(line[i]);
            sums[i] = sum.value();
        }
        return sums;
    }

    /** As defined; where e^x leaves the range of doubles, after subtracting the largest. */
    static double[] softmax(double[] line) {
        double largest = largest(line);
        if (Double.isInfinite(largest)) {
            return Arrays.stream(line)
                    .map(x -> x == Double.POSITIVE_INFINITY ? Double.NaN : 0)
                    .toArray();
        }
        double shift = Math.abs(largest) < 600 ? 0 : largest;
        double[] powers =
                Arrays.stream(line).map(x -> expOfDifference(x, shift)).toArray();
        double sum = Accurate.sum(powers);
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    static double[] logSoftmax(double[] line) {
        double[] result = new double[line.length];
        Arrays.setAll(result, i -> -crossEntropy(line, i));
        return result;
    }

    /** log of the sum of e^(x[j] - x[label]): 1 for the label itself, and the others. */
    static double crossEntropy(double[] logits, int label) {
        double largest = largest(logits);
        if (Double.isInfinite(largest)) {
            return logits[label] == Double.POSITIVE_INFINITY ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        double gap = largest - logits[label];
        Accurate others = new Accurate();
        boolean seen = false;
        for (double logit : logits) {
            if (!seen && logit == largest) {
                seen = true;
            } else {
                others.add(expOfDifference(logit, largest));
            }
        }
        return gap + FastMath.log1p(others.value());
    }

    /** e^(a - b). The rounding of the difference would count as many times in the result as the difference is great. */
    private static double expOfDifference(double a, double b) {
        double difference = a - b;
        double power = FastMath.exp(difference);
        return Double.isFinite(difference) ? power + power * Accurate.sum(a, -b, -difference) : power;
    }

    static double logSumExp(double[] elements) {
        double largest = largest(elements);
        if (Double.isInfinite(largest)) {
            return largest;
        }
        double[] scaled =
                Arrays.stream(elements).map(x -> expOfDifference(x, largest)).toArray();
        return largest + FastMath.log(Accurate.sum(scaled));
    }

    static double norm(double[] elements) {
        double largest = largest(Arrays.stream(elements).map(Math::abs).toArray());
        if (elements.length == 0 || largest == 0 || !Double.isFinite(largest)) {
            return elements.length == 0 ? 0 : largest;
        }
        Accurate squares = new Accurate();
        for (double element : elements) {
            squares.addProduct(element / largest, element / largest);
        }
        return largest * FastMath.sqrt(squares.value());
    }

    /** The largest element; NaN if one is. */
    static double largest(double[] elements) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double element : elements) {
            if (Double.isNaN(element)) {
                return element;
            }
            largest = element > largest ? element : largest;
        }
        return largest;
    }
}
