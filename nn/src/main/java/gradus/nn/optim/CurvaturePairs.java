package gradus.nn.optim;

import static gradus.nn.optim.FlatParameters.dot;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.optim.FlatParameters.Point;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/** The last steps s, with how the gradient changed along them, y: what L-BFGS knows of the curvature. */
final class CurvaturePairs {
    private static final String STEP = ".step";
    private static final String CHANGE = ".change";

    private final int most;
    private final MutableList<Pair> pairs = Lists.mutable.empty();

    CurvaturePairs(int most) {
        this.most = most;
    }

    private static final class Pair {
        final double[] s;
        final double[] y;
        final double sy;

        Pair(double[] s, double[] y) {
            this.s = s;
            this.y = y;
            this.sy = dot(s, y);
        }

        /** Whether the curvature along it is positive, and not just by rounding. */
        boolean isConvex() {
            return sy > 1e-16 * dot(y, y) && Double.isFinite(sy);
        }
    }

    boolean isEmpty() {
        return pairs.isEmpty();
    }

    void clear() {
        pairs.clear();
    }

    void add(Point before, Point after) {
        Pair pair = new Pair(difference(after.x, before.x), difference(after.gradient, before.gradient));
        if (pair.isConvex()) {
            if (pairs.size() == most) {
                pairs.remove(0);
            }
            pairs.add(pair);
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        addTo(difference, -1, b);
        return difference;
    }

    private static void addTo(double[] sum, double factor, double[] x) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * x[i];
        }
    }

    /** -H g by the two loops of algorithm 7.4, from γ times the identity of (7.20). */
    double[] direction(double[] gradient) {
        double[] q = new double[gradient.length];
        addTo(q, -1, gradient);
        double[] alphas = new double[pairs.size()];
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.get(i);
            alphas[i] = dot(pair.s, q) / pair.sy;
            addTo(q, -alphas[i], pair.y);
        }
        if (pairs.notEmpty()) {
            Pair last = pairs.getLast();
            double gamma = last.sy / dot(last.y, last.y);
            for (int i = 0; i < q.length; i++) {
                q[i] *= gamma;
            }
        }
        pairs.forEachWithIndex((pair, i) -> addTo(q, alphas[i] - dot(pair.y, q) / pair.sy, pair.s));
        return q;
    }

    /** The pairs by their numbers, the oldest 000. */
    SavedState state(String kind) {
        MutableSortedMap<String, Tensor> tensors = SortedMaps.mutable.empty();
        pairs.forEachWithIndex((pair, i) -> {
            tensors.put(key(i, STEP), Tensor.of(pair.s));
            tensors.put(key(i, CHANGE), Tensor.of(pair.y));
        });
        return new SavedState(kind, SortedMaps.immutable.of("pairs", (double) pairs.size()), tensors.toImmutable());
    }

    private static String key(int index, String what) {
        return "%03d%s".formatted(index, what);
    }

    void restore(SavedState state, int size) {
        long count = state.count("pairs");
        if (count > most) {
            throw new ArgumentException(
                    state.kind() + ".restore", "a history of at most " + most, count + "", "set history(...) first");
        }
        MutableList<Pair> restored = Lists.mutable.empty();
        for (int i = 0; i < count; i++) {
            Pair pair = new Pair(numbers(state, key(i, STEP), size), numbers(state, key(i, CHANGE), size));
            if (!pair.isConvex()) {
                throw new ArgumentException(
                        state.kind() + ".restore", "steps along which the loss is convex", "others", "");
            }
            restored.add(pair);
        }
        clear();
        pairs.addAll(restored);
    }

    private static double[] numbers(SavedState state, String key, int size) {
        Tensor saved = state.tensor(key);
        if (!saved.shape().equals(Shape.of(size)) || saved.dtype() != DType.F64) {
            throw new ShapeException(state.kind() + ".restore, " + key, "F64[" + size + "]", saved.type(), "");
        }
        return saved.toDoubleArray();
    }
}
