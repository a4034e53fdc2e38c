package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Mask;
import gradus.autodiff.Tensor;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.factory.Lists;

/** The composites of networks over channels: normalizations of each example, and activations with two halves. */
final class CompositeChannels {
    private static final double EPSILON = 0.125;

    private CompositeChannels() {}

    static void addAll() {
        groupNorm();
        instanceNorm();
        rmsNorm();
        prelu();
        halves();
    }

    /** (x - mean) / √(variance + epsilon), over the numbers of the same group. */
    private static double standardized(Grid x, int[] at, ToDoubleFunction<int[]> group) {
        double[] sums = new double[3];
        x.forEachIndex(other -> {
            if (group.applyAsDouble(other) == group.applyAsDouble(at)) {
                sums[0] += 1;
                sums[1] += x.at(other);
            }
        });
        double mean = sums[1] / sums[0];
        x.forEachIndex(other -> {
            if (group.applyAsDouble(other) == group.applyAsDouble(at)) {
                sums[2] += (x.at(other) - mean) * (x.at(other) - mean);
            }
        });
        return (x.at(at) - mean) / Math.sqrt(sums[2] / sums[0] + EPSILON);
    }

    private static void groupNorm() {
        Composites.many(
                "groupNorm",
                source -> {
                    int[] vector = {4};
                    return Lists.immutable.with(new int[] {source.length(), 4, source.between(1, 2)}, vector, vector);
                },
                (x, _) -> x.get(0).groupNorm(2, x.get(1), x.get(2), EPSILON),
                (x, _) -> Grid.of(
                        x.get(0).dims(),
                        i -> standardized(x.get(0), i, at -> 10 * at[0] + at[1] / 2)
                                        * x.get(1).at(i[1])
                                + x.get(2).at(i[1])));
        Composites.many(
                "groupNorm of images",
                source -> {
                    int[] vector = {2};
                    return Lists.immutable.with(new int[] {source.between(1, 2), 2, 2, 2}, vector, vector);
                },
                (x, _) -> x.get(0).groupNorm(1, x.get(1), x.get(2), EPSILON),
                (x, _) -> Grid.of(
                        x.get(0).dims(),
                        i -> standardized(x.get(0), i, at -> at[0]) * x.get(1).at(i[1])
                                + x.get(2).at(i[1])));
    }

    private static void instanceNorm() {
        Composites.one(
                "instanceNorm",
                source -> new int[] {source.length(), source.between(1, 2), 2, source.between(1, 2)},
                (x, _) -> x.instanceNorm(EPSILON),
                (x, _) -> Grid.of(x.dims(), i -> standardized(x, i, at -> 10 * at[0] + at[1])));
        Composites.many(
                "instanceNorm with weights",
                source -> {
                    int[] vector = {2};
                    return Lists.immutable.with(new int[] {source.between(1, 2), 2, 3}, vector, vector);
                },
                (x, _) -> x.get(0).instanceNorm(x.get(1), x.get(2), EPSILON),
                (x, _) -> Grid.of(
                        x.get(0).dims(),
                        i -> standardized(x.get(0), i, at -> 10 * at[0] + at[1])
                                        * x.get(1).at(i[1])
                                + x.get(2).at(i[1])));
    }

    private static Grid byRootMeanSquare(Grid x, Axes axes) {
        Grid squares = ReductionReference.reduce(
                x.map(e -> e * e), axes.kept(), elements -> Accurate.sum(elements) / elements.length);
        return Grid.of(x.dims(), i -> x.at(i) / Math.sqrt(squares.at(squares.sourceOf(i)) + EPSILON));
    }

    private static void rmsNorm() {
        Composites.two(
                "rmsNorm",
                source -> {
                    int features = source.between(1, 4);
                    return Lists.immutable.with(new int[] {source.length(), features}, new int[] {features});
                },
                (x, weight, _) -> x.rmsNorm(weight, EPSILON),
                (x, weight, _) -> {
                    Grid y = byRootMeanSquare(x, Axes.of(1));
                    return Grid.of(y.dims(), i -> y.at(i) * weight.at(i[1]));
                });
        Composites.two(
                "rmsNorm over two axes",
                source -> Lists.immutable.with(new int[] {source.between(1, 2), 2, 3}, new int[] {2, 3}),
                (x, weight, _) -> x.rmsNorm(weight, EPSILON),
                (x, weight, _) -> {
                    Grid y = byRootMeanSquare(x, Axes.of(1, 2));
                    return Grid.of(y.dims(), i -> y.at(i) * weight.at(i[1], i[2]));
                });
    }

    /** Of numbers on either side of the kink, as a mask says: never near it. */
    private static void prelu() {
        Composites.two(
                "prelu with a weight for each channel",
                source -> Lists.immutable.with(new int[] {source.length(), 3, source.between(1, 2)}, new int[] {3}),
                (x, weight, s) -> awayFromZero(x, s).prelu(weight),
                (x, weight, s) -> {
                    Grid y = awayFromZero(x, s);
                    return Grid.of(y.dims(), i -> y.at(i) > 0 ? y.at(i) : y.at(i) * weight.at(i[1]));
                });
        Composites.two(
                "prelu with one weight",
                source -> Lists.immutable.with(source.shape(source.between(1, 2)), new int[] {1}),
                (x, weight, s) -> awayFromZero(x, s).prelu(weight),
                (x, weight, s) -> {
                    Grid y = awayFromZero(x, s);
                    return y.map(e -> e > 0 ? e : e * weight.at(0));
                });
    }

    private static Tensor awayFromZero(Tensor x, Source settings) {
        Mask mask = settings.mask(x.shape().toArray());
        Tensor positive = x.square().add(0.5);
        return Tensor.where(mask, positive, positive.neg());
    }

    private static Grid awayFromZero(Grid x, Source settings) {
        Grid truths = Reference.truths(settings.mask(x.dims()));
        return Grid.of(x.dims(), i -> (truths.at(i) == 1 ? 1 : -1) * (x.at(i) * x.at(i) + 0.5));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static void halves() {
        Composites.one(
                "glu",
                source -> new int[] {source.length(), 4},
                (x, _) -> x.glu(-1),
                (x, _) -> Grid.of(new int[] {x.dim(0), 2}, i -> x.at(i[0], i[1]) * sigmoid(x.at(i[0], i[1] + 2))));
        Composites.one(
                "glu along the first axis",
                source -> new int[] {2, source.between(1, 3)},
                (x, _) -> x.glu(0),
                (x, _) -> Grid.of(new int[] {1, x.dim(1)}, i -> x.at(0, i[1]) * sigmoid(x.at(1, i[1]))));
        Composites.one(
                "swiglu",
                source -> new int[] {source.length(), 4},
                (x, _) -> x.swiglu(1),
                (x, _) -> Grid.of(new int[] {x.dim(0), 2}, i -> {
                    double gate = x.at(i[0], i[1]);
                    return gate * sigmoid(gate) * x.at(i[0], i[1] + 2);
                }));
    }
}
