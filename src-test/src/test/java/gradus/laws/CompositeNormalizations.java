package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;

/** The composites that shift and scale numbers to mean 0 and variance 1. */
final class CompositeNormalizations {
    private static final double EPSILON = 0.125;

    private CompositeNormalizations() {}

    static void addAll() {
        standardized();
        layerNorm();
        batchNorm();
        CompositeChannels.addAll();
    }

    private static double mean(double[] elements) {
        return Accurate.sum(elements) / elements.length;
    }

    private static double variance(double[] elements) {
        double mean = mean(elements);
        return mean(Arrays.stream(elements).map(e -> (e - mean) * (e - mean)).toArray());
    }

    /** (x - mean) / √(variance + epsilon) from its definition. */
    private static Grid standardized(Grid x, Axes axes) {
        Grid means = ReductionReference.reduce(x, axes.kept(), CompositeNormalizations::mean);
        Grid variances = ReductionReference.reduce(x, axes.kept(), CompositeNormalizations::variance);
        return Grid.of(
                x.dims(),
                i -> (x.at(i) - means.at(means.sourceOf(i)))
                        / Math.sqrt(variances.at(variances.sourceOf(i)) + EPSILON));
    }

    private static void standardized() {
        Composites.one(
                "standardize",
                Composites::plural,
                (x, s) -> x.standardize(s.axes(x.shape().toArray()), EPSILON),
                (x, s) -> standardized(x, s.axes(x.dims())));
        Composites.one(
                "moments, the mean",
                Composites::plural,
                (x, s) -> x.moments(s.axes(x.shape().toArray())).mean(),
                (x, s) -> ReductionReference.reduce(x, s.axes(x.dims()).kept(), CompositeNormalizations::mean));
        Composites.one(
                "moments, the variance",
                Composites::plural,
                (x, s) -> x.moments(s.axes(x.shape().toArray())).variance(),
                (x, s) -> ReductionReference.reduce(x, s.axes(x.dims()).kept(), CompositeNormalizations::variance));
        Composites.one(
                "moments, the distances from the mean",
                Composites::plural,
                (x, _) -> x.moments(Axes.of(0)).centered(),
                (x, _) -> {
                    Grid means = ReductionReference.reduce(x, Axes.of(0).kept(), CompositeNormalizations::mean);
                    return Grid.of(x.dims(), i -> x.at(i) - means.at(means.sourceOf(i)));
                });
    }

    private static void layerNorm() {
        Composites.many(
                "layerNorm",
                source -> {
                    int features = source.between(2, 3);
                    int[] vector = {features};
                    return Lists.immutable.with(new int[] {source.length(), 2, features}, vector, vector);
                },
                (x, _) -> x.get(0).layerNorm(x.get(1), x.get(2), EPSILON),
                (x, _) -> {
                    Grid y = standardized(x.get(0), Axes.of(2));
                    return Grid.of(
                            y.dims(),
                            i -> y.at(i) * x.get(1).at(i[2]) + x.get(2).at(i[2]));
                });
        Composites.many(
                "layerNorm over two axes",
                source -> {
                    int[] matrix = {2, source.between(1, 2)};
                    return Lists.immutable.with(new int[] {source.between(1, 3), 2, matrix[1]}, matrix, matrix);
                },
                (x, _) -> x.get(0).layerNorm(x.get(1), x.get(2), EPSILON),
                (x, _) -> {
                    Grid y = standardized(x.get(0), Axes.of(1, 2));
                    return Grid.of(
                            y.dims(),
                            i -> y.at(i) * x.get(1).at(i[1], i[2]) + x.get(2).at(i[1], i[2]));
                });
    }

    private static void batchNorm() {
        Composites.many(
                "batchNorm",
                source -> {
                    int[] vector = {source.between(1, 3)};
                    return Lists.immutable.with(new int[] {source.between(2, 4), vector[0]}, vector, vector);
                },
                (x, _) -> x.get(0).batchNorm(x.get(1), x.get(2), EPSILON),
                (x, _) -> {
                    Grid y = standardized(x.get(0), Axes.of(0));
                    return Grid.of(
                            y.dims(),
                            i -> y.at(i) * x.get(1).at(i[1]) + x.get(2).at(i[1]));
                });
        Composites.many(
                "batchNorm of images",
                source -> {
                    int[] vector = {2};
                    return Lists.immutable.with(new int[] {source.between(1, 2), 2, 2, 2}, vector, vector);
                },
                (x, _) -> x.get(0).batchNorm(x.get(1), x.get(2), EPSILON),
                (x, _) -> {
                    Grid y = standardized(x.get(0), Axes.of(0, 2, 3));
                    return Grid.of(
                            y.dims(),
                            i -> y.at(i) * x.get(1).at(i[1]) + x.get(2).at(i[1]));
                });
        Composites.many(
                "batchNorm with a given mean and variance",
                source -> {
                    int[] vector = {2};
                    return Lists.immutable.with(
                            new int[] {source.length(), 2, source.between(1, 2)}, vector, vector, vector, vector);
                },
                (x, _) -> x.get(0).batchNorm(x.get(1), positive(x.get(2)), x.get(3), x.get(4), EPSILON),
                (x, _) -> Grid.of(x.get(0).dims(), i -> {
                    double variance = x.get(2).at(i[1]) * x.get(2).at(i[1]) + 0.5;
                    return (x.get(0).at(i) - x.get(1).at(i[1]))
                                    / Math.sqrt(variance + EPSILON)
                                    * x.get(3).at(i[1])
                            + x.get(4).at(i[1]);
                }));
    }

    /** A variance from any numbers. */
    private static Tensor positive(Tensor x) {
        return x.square().add(0.5);
    }
}
