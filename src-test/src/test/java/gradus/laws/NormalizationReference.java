package gradus.laws;

import gradus.autodiff.FusedNormalization.How;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Normalizations from their definitions, in double. Where only sizes are asked for, every term counts
 * with its size: what results are measured by.
 */
record NormalizationReference(How how, boolean sizes) {
    static NormalizationReference of(How how) {
        return new NormalizationReference(how, false);
    }

    static NormalizationReference sizes(How how) {
        return new NormalizationReference(how, true);
    }

    private Grid reduced(Grid x, ToDoubleFunction<double[]> f) {
        return ReductionReference.reduce(x, how.axes().kept(), f);
    }

    private static double mean(double[] elements) {
        return elements.length == 0 ? 0 : Accurate.sum(elements) / elements.length;
    }

    private static double at(Grid reduced, int[] index) {
        return reduced.at(reduced.sourceOf(index));
    }

    private double meanSquare(double[] elements) {
        double mean = how.centered() ? mean(elements) : 0;
        return mean(Arrays.stream(elements).map(e -> (e - mean) * (e - mean)).toArray());
    }

    Grid variance(Grid x) {
        return reduced(x, this::meanSquare);
    }

    /** 1/√(variance + epsilon). */
    Grid inverseRoots(Grid x) {
        return variance(x).map(variance -> 1 / Math.sqrt(variance + how.epsilon()));
    }

    private Grid distances(Grid x) {
        Grid means = reduced(sizes ? x.abs() : x, how.centered() ? NormalizationReference::mean : _ -> 0);
        return Grid.of(x.dims(), i -> sizes ? Math.abs(x.at(i)) + at(means, i) : x.at(i) - at(means, i));
    }

    private Grid standardized(Grid x) {
        Grid distances = distances(x);
        Grid inverse = inverseRoots(x);
        return Grid.of(x.dims(), i -> distances.at(i) * at(inverse, i));
    }

    /** Of x, weights and biases. */
    Grid normalize(ImmutableList<Grid> x) {
        Grid z = standardized(x.getFirst());
        return Grid.of(z.dims(), i -> {
            double weighted = x.size() > 1 ? z.at(i) * size(at(x.get(1), i)) : z.at(i);
            return x.size() > 2 ? weighted + size(at(x.get(2), i)) : weighted;
        });
    }

    /** A cotangent of 0 times anything is 0. */
    private static double chain(double cotangent, double number) {
        return cotangent == 0 ? 0 : cotangent * number;
    }

    private double size(double number) {
        return sizes ? Math.abs(number) : number;
    }

    /** Of x, a cotangent and weights. */
    Grid slope(ImmutableList<Grid> x) {
        Grid z = standardized(x.getFirst());
        Grid weighted = Grid.of(z.dims(), i -> chain(size(x.get(1).at(i)), x.size() > 2 ? size(at(x.get(2), i)) : 1));
        Grid means = reduced(weighted, how.centered() ? NormalizationReference::mean : _ -> 0);
        Grid shares = reduced(Grid.of(z.dims(), i -> chain(weighted.at(i), z.at(i))), NormalizationReference::mean);
        Grid inverse = inverseRoots(x.getFirst());
        double sign = sizes ? -1 : 1;
        return Grid.of(
                z.dims(),
                i -> chain(weighted.at(i) - sign * (at(means, i) + chain(at(shares, i), z.at(i))), at(inverse, i)));
    }

    /** Of x and a cotangent. */
    Grid weights(ImmutableList<Grid> x, int[] shape) {
        Grid z = standardized(x.getFirst());
        Grid weights = Grid.zeros(shape);
        z.forEachIndex(i -> weights.add(chain(size(x.get(1).at(i)), z.at(i)), weights.sourceOf(i)));
        return weights;
    }
}
