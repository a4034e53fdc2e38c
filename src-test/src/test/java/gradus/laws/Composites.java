package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Methods that are made of several operators: each in the engine's spelling and, by multi-index,
 * from its definition.
 */
final class Composites {
    /** A way to draw one method with settings and inputs. */
    record Composite(String method, Function<Source, Expression> draw) {
        Source source(Draw given) {
            return new Source(new Random(given.seed() ^ method.hashCode()), given.size(), Lengths.SHORT);
        }
    }

    private static final MutableList<Composite> LIST = Lists.mutable.empty();

    static final ImmutableList<Composite> ALL;

    private Composites() {}

    static void one(String method, Function<Source, int[]> shape, Engine engine, Naive naive) {
        one(method, shape, Values.ORDINARY, engine, naive);
    }

    static void one(String method, Function<Source, int[]> shape, Values values, Engine engine, Naive naive) {
        LIST.add(new Composite(method, source -> {
            Grid x = source.grid(shape.apply(source), values);
            long seed = source.random().nextLong();
            return new Expression(
                    method,
                    Lists.immutable.with(x),
                    inputs -> engine.of(inputs.getOnly(), settings(seed, source)),
                    inputs -> naive.of(inputs.getOnly(), settings(seed, source)),
                    0.01);
        }));
    }

    /** The same settings for both spellings. */
    private static Source settings(long seed, Source source) {
        return new Source(new Random(seed), source.size(), Lengths.SHORT);
    }

    interface Engine {
        Tensor of(Tensor x, Source settings);
    }

    interface Naive {
        Grid of(Grid x, Source settings);
    }

    static void two(String method, Function<Source, ImmutableList<int[]>> shapes, EngineTwo engine, NaiveTwo naive) {
        many(
                method,
                shapes,
                (x, s) -> engine.of(x.getFirst(), x.getLast(), s),
                (x, s) -> naive.of(x.getFirst(), x.getLast(), s));
    }

    interface EngineTwo {
        Tensor of(Tensor a, Tensor b, Source settings);
    }

    interface NaiveTwo {
        Grid of(Grid a, Grid b, Source settings);
    }

    static void many(String method, Function<Source, ImmutableList<int[]>> shapes, EngineMany engine, NaiveMany naive) {
        LIST.add(new Composite(method, source -> {
            ImmutableList<Grid> x = shapes.apply(source).collect(dims -> source.grid(dims, Values.ORDINARY));
            long seed = source.random().nextLong();
            return new Expression(
                    method,
                    x,
                    inputs -> engine.of(inputs, settings(seed, source)),
                    inputs -> naive.of(inputs, settings(seed, source)),
                    0.01);
        }));
    }

    interface EngineMany {
        Tensor of(ImmutableList<Tensor> x, Source settings);
    }

    interface NaiveMany {
        Grid of(ImmutableList<Grid> x, Source settings);
    }

    static {
        statistics();
        alone();
        CompositeNormalizations.addAll();
        CompositeMovements.addAll();
        CompositeImages.addAll();
        products();
        indexing();
        losses();
        choices();
        ALL = LIST.toImmutable();
    }

    /** A shape with two elements or more along every axis, so that a variance is not 0. */
    static int[] plural(Source source) {
        return Arrays.stream(source.shape(source.between(1, 3)))
                .map(dim -> Math.clamp(dim, 2, 4))
                .toArray();
    }

    private static void statistics() {
        one(
                "mean",
                Composites::plural,
                (x, s) -> x.mean(s.axes(x.shape().toArray())),
                (x, s) -> ReductionReference.reduce(x, s.axes(x.dims()), e -> Accurate.sum(e) / e.length));
        one(
                "centered",
                Composites::plural,
                (x, s) -> x.centered(s.axes(x.shape().toArray())),
                (x, s) -> Reference.pairwise(
                        x,
                        ReductionReference.reduce(x, s.axes(x.dims()).kept(), e -> Accurate.sum(e) / e.length),
                        (a, mean) -> a - mean));
        one(
                "variance",
                Composites::plural,
                (x, s) -> x.variance(some(s, x.shape().toArray()), 1),
                (x, s) -> ReductionReference.reduce(x, some(s, x.dims()), e -> spread(e, 1)));
        one(
                "standardDeviation",
                Composites::plural,
                Values.DISTINCT,
                (x, s) -> x.standardDeviation(some(s, x.shape().toArray())),
                (x, s) -> ReductionReference.reduce(x, some(s, x.dims()), e -> Math.sqrt(spread(e, 0))));
    }

    /** An empty list of axes: each element is reduced by itself. */
    private static void alone() {
        int[] none = {};
        one("sum over no axis", source -> source.shape(2), (x, _) -> x.sum(none), (x, _) -> x);
        one("prod over no axis", source -> source.shape(2), (x, _) -> x.prod(none), (x, _) -> x);
        one("max over no axis", source -> source.shape(2), (x, _) -> x.max(none), (x, _) -> x);
        one("min over no axis", source -> source.shape(2), (x, _) -> x.min(none), (x, _) -> x);
        one("mean over no axis", source -> source.shape(2), (x, _) -> x.mean(none), (x, _) -> x);
        one("logSumExp over no axis", source -> source.shape(2), (x, _) -> x.logSumExp(none), (x, _) -> x);
        one("variance over no axis", source -> source.shape(2), (x, _) -> x.variance(none), (x, _) -> x.map(_ -> 0));
        one(
                "norm over no axis",
                source -> source.shape(2),
                (x, _) -> x.square().add(1).norm(Axes.of(none).kept()),
                (x, _) -> x.map(e -> e * e + 1));
    }

    private static Axes some(Source source, int[] dims) {
        return Axes.of(source.axis(dims));
    }

    private static double spread(double[] elements, int correction) {
        double mean = Accurate.sum(elements) / elements.length;
        return Accurate.sum(Arrays.stream(elements)
                        .map(e -> (e - mean) * (e - mean))
                        .toArray())
                / (elements.length - correction);
    }

    static ImmutableList<int[]> same(int[] dims) {
        return Lists.immutable.with(dims, dims);
    }

    private static void products() {
        two("dot", source -> same(source.shape(1)), (a, b, _) -> a.dot(b), (a, b, _) -> Grid.scalar(a.dot(b)));
        two(
                "outer",
                source -> Lists.immutable.with(source.shape(1), source.shape(1)),
                (a, b, _) -> a.outer(b),
                (a, b, _) -> Grid.of(new int[] {a.size(), b.size()}, i -> a.at(i[0]) * b.at(i[1])));
        two(
                "matmul of vectors",
                source -> same(source.shape(1)),
                (a, b, _) -> a.matmul(b),
                (a, b, _) -> Grid.scalar(a.dot(b)));
        two(
                "matmul of a vector and matrices",
                source -> Lists.immutable.with(new int[] {3}, new int[] {2, 3, source.length()}),
                (a, b, _) -> a.matmul(b),
                (a, b, _) -> Reference.matmul(a.reshape(1, 3), b).reshape(2, b.dim(2)));
        two(
                "matmul of matrices and a vector",
                source -> Lists.immutable.with(new int[] {2, source.length(), 3}, new int[] {3}),
                (a, b, _) -> a.matmul(b),
                (a, b, _) -> Reference.matmul(a, b.reshape(3, 1)).reshape(2, a.dim(1)));
        for (String formula : EinsumReference.FORMULAS) {
            two(
                    "einsum " + formula,
                    source -> EinsumReference.shapes(formula, source),
                    (a, b, _) -> a.einsum(formula, b),
                    (a, b, _) -> EinsumReference.of(formula, Lists.immutable.with(a, b)));
        }
        for (String formula : EinsumReference.OTHERS) {
            many(
                    "einsum " + formula,
                    source -> EinsumReference.shapes(formula, source),
                    (x, _) -> x.getFirst().einsum(formula, x.drop(1).toArray(new Tensor[0])),
                    (x, _) -> EinsumReference.of(formula, x));
        }
    }

    private static void indexing() {
        one(
                "gather",
                source -> new int[] {2, 4, source.length()},
                (x, s) -> x.gather(1, s.indices(new int[] {3, 2}, 4)),
                (x, s) -> {
                    Grid places = Reference.places(s.indices(new int[] {3, 2}, 4));
                    return Grid.of(new int[] {2, 3, 2, x.dim(2)}, i -> x.at(i[0], (int) places.at(i[1], i[2]), i[3]));
                });
        two(
                "indexAdd",
                source -> Lists.immutable.with(new int[] {4, 2}, new int[] {5, 2}),
                (a, b, s) -> a.indexAdd(0, s.indices(new int[] {5}, 4), b),
                (a, b, s) -> {
                    Indices rows = s.indices(new int[] {5}, 4);
                    Grid y = a.map(e -> e);
                    b.forEachIndex(i -> y.add(b.at(i), rows.get(i[0]), i[1]));
                    return y;
                });
        two(
                "scatterAdd",
                source -> Lists.immutable.with(new int[] {2, 4}, new int[] {2, 5}),
                (a, b, s) -> a.scatterAdd(-1, s.indices(new int[] {2, 5}, 4), b),
                (a, b, s) -> {
                    Grid places = Reference.places(s.indices(new int[] {2, 5}, 4));
                    Grid y = a.map(e -> e);
                    b.forEachIndex(i -> y.add(b.at(i), i[0], (int) places.at(i)));
                    return y;
                });
    }

    private static void losses() {
        two(
                "crossEntropy with distributions",
                source -> same(new int[] {source.length(), 3}),
                (a, b, _) -> a.crossEntropy(b),
                (a, b, _) -> Grid.of(new int[] {a.dim(0)}, row -> {
                    double[] logits = {a.at(row[0], 0), a.at(row[0], 1), a.at(row[0], 2)};
                    double sum = 0;
                    for (int i = 0; i < 3; i++) {
                        sum += b.at(row[0], i) * ReductionReference.crossEntropy(logits, i);
                    }
                    return sum;
                }));
    }

    private static void choices() {
        one(
                "where with a number on the right",
                source -> source.shape(2),
                (x, s) -> Tensor.where(mask(s, x.shape().toArray()), x, 1.5),
                (x, s) -> chosen(x, mask(s, x.dims()), true));
        one(
                "where with a number on the left",
                source -> source.shape(2),
                (x, s) -> Tensor.where(mask(s, x.shape().toArray()), 1.5, x),
                (x, s) -> chosen(x, mask(s, x.dims()), false));
        one(
                "numbers as operands",
                source -> source.shape(2),
                (x, _) -> x.add(4).mul(0.5).sub(0.25).div(3).maximum(-9).minimum(9),
                (x, _) -> x.map(e -> ((e + 4) * 0.5 - 0.25) / 3));
        one("sub from a number", source -> source.shape(2), (x, _) -> Tensor.sub(2, x), (x, _) -> x.map(e -> 2 - e));
        one(
                "div of a number",
                source -> source.shape(2),
                (x, _) -> Tensor.div(2, x.square().add(1)),
                (x, _) -> x.map(e -> 2 / (e * e + 1)));
        one(
                "pow of a number",
                source -> source.shape(2),
                (x, _) -> Tensor.pow(2, x),
                (x, _) -> x.map(e -> Math.pow(2, e)));
    }

    private static Mask mask(Source source, int[] dims) {
        return source.mask(dims);
    }

    private static Grid chosen(Grid x, Mask mask, boolean where) {
        Grid truths = Reference.truths(mask);
        return Grid.of(x.dims(), i -> (truths.at(i) == 1) == where ? x.at(i) : 1.5);
    }
}
