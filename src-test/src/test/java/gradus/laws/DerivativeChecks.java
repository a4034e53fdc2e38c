package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.laws.Differences.Direction;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Laws of an operator's vjp. */
final class DerivativeChecks {
    /** For laws between gradients that differ only in the order of a few roundings. */
    private static final double ROUNDING = 1e-13;

    private DerivativeChecks() {}

    static double order1(Sample sample, Source source) {
        return derivative(Expression.of(sample), source, 1);
    }

    static double order2(Sample sample, Source source) {
        return derivative(Expression.of(sample), source, 2);
    }

    static double order3(Sample sample, Source source) {
        return derivative(Expression.of(sample), source, 3);
    }

    static double shared(Sample sample, Source source) {
        Expression shared = Expression.shared(sample, source);
        return Math.max(derivative(shared, source, 1), derivative(shared, source, 2));
    }

    /** 1e-7 at order 1, 1e-6 at order 2, 1e-5 at order 3. */
    static double allowed(int order) {
        return Math.pow(10, order - 8);
    }

    /**
     * The relative error |engine - differences| / scale, in random directions of inputs and
     * cotangent. The scale is the sum of |gradient x direction| over all elements of all inputs,
     * which the derivative is the sum of; but at least a thousandth of |g| |f(x)|, the size of what
     * is differentiated, for derivatives that are 0.
     */
    static double derivative(Expression f, Source source, int order) {
        Grid g = source.direction(f.value().dims());
        Grid none = g.map(_ -> 0);
        ImmutableList<Direction> directions = Lists.immutable.fromStream(IntStream.range(0, order)
                .mapToObj(i -> new Direction(
                        f.x().collect(x -> source.direction(x.dims())), i == 0 ? none : source.direction(g.dims()))));
        EngineDerivatives.Result engine = EngineDerivatives.of(f, g, directions);
        Differences.Result differences = Differences.of(f, g, directions);
        double scale = Math.max(engine.terms(), 1e-3 * differences.size());
        double error = ratio(Math.abs(engine.value() - differences.value()), scale);
        Law.require(
                error <= allowed(order),
                "%s%n  g %s%nderivative of order %d: engine %s, differences %s: relative error %.3g, allowed %s",
                f,
                g,
                order,
                engine.value(),
                differences.value(),
                error,
                allowed(order));
        return error;
    }

    static double linearity(Sample sample, Source source) {
        int[] dims = sample.reference().dims();
        Grid g = source.direction(dims);
        Grid h = source.direction(dims);
        double a = source.uniform(-2, 2);
        double b = source.uniform(-2, 2);
        ImmutableList<Grid> together = vjp(sample, g.map(element -> a * element).plus(b, h));
        ImmutableList<Grid> ofG = vjp(sample, g);
        ImmutableList<Grid> ofH = vjp(sample, h);
        double worst = 0;
        for (int input = 0; input < together.size(); input++) {
            Grid apart = ofG.get(input).map(element -> a * element).plus(b, ofH.get(input));
            double scale = size(ofG.get(input)) + size(ofH.get(input));
            worst = Math.max(worst, same("vjp of a g + b h", sample, input, together.get(input), apart, scale));
        }
        return worst;
    }

    /**
     * The gradient of a broadcast input is the gradient of the input repeated beforehand, summed
     * over the repeats.
     */
    static double broadcasting(Sample sample, Source source) {
        int[] dims = sample.reference().dims();
        Grid g = source.direction(dims);
        ImmutableList<Grid> gradients = vjp(sample, g);
        Proof.Whole shape = sample.proof().whole();
        Sample whole = sample.with(sample.x().collect(x -> x.broadcastTo(shape.of(x, dims))));
        ImmutableList<Grid> wholeGradients = vjp(whole, g);
        double worst = 0;
        for (int input = 0; input < gradients.size(); input++) {
            Grid summed = Grid.zeros(sample.x().get(input).dims());
            Grid repeats = wholeGradients.get(input);
            repeats.forEachIndex(index -> summed.add(repeats.at(index), summed.sourceOf(index)));
            worst = Math.max(
                    worst,
                    same("gradient of a broadcast input", sample, input, gradients.get(input), summed, size(repeats)));
        }
        return worst;
    }

    private static double same(String what, Sample sample, int input, Grid got, Grid expected, double scale) {
        double error = ratio(size(got.plus(-1, expected)), scale);
        Law.require(
                error <= ROUNDING,
                "%s: %s of input %d: relative error %.3g%n  got      %s%n  expected %s",
                sample,
                what,
                input,
                error,
                got,
                expected);
        return error;
    }

    private static double size(Grid grid) {
        return grid.abs().dot(grid.map(_ -> 1));
    }

    private static double ratio(double error, double scale) {
        return error == 0 ? 0 : error / scale;
    }

    static ImmutableList<Grid> vjp(Sample sample, Grid g) {
        ImmutableList<Tensor> x = sample.tensors(DType.F64).collect(Tensor::asVariable);
        Gradients gradients = Applied.of(sample.op(), x).gradients(g.tensor(DType.F64));
        return x.collect(input -> Grid.of(gradients.of(input)));
    }
}
