package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.Axes;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.CustomOp;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A function of tensors in two spellings, by the engine and by the reference, at a place.
 *
 * @param step of the differences, see {@link Domain}
 */
record Expression(
        String name,
        ImmutableList<Grid> x,
        Function<ImmutableList<Tensor>, Tensor> engine,
        Function<ImmutableList<Grid>, Grid> reference,
        double step) {

    static Expression of(Sample sample) {
        return new Expression(
                sample.toString(),
                sample.x(),
                x -> Applied.of(sample.op(), x),
                x -> Reference.of(sample.op(), x),
                Domain.of(sample.op()).step());
    }

    /**
     * y² + y with y the operator, all of whose inputs are one and the same tensor: x is used as often as the operator has
     * inputs, and y three times.
     */
    static Expression shared(Sample sample, Source source) {
        Op op = sample.op();
        Grid first = sample.x().getFirst();
        Grid both = source.grid(first.dims(), Values.ANYWHERE_TWICE);
        return switch (op) {
            case Op.OfOne _ -> shared(op, first, 1, Domain.of(op).step());
            case Contraction.Matmul matmul ->
                shared(new Contraction.Matmul(matmul.transposeA(), !matmul.transposeA()), both, 2, 0.01);
            case Contraction.Linear _ ->
                shared(op, source.grid(sample.x().get(1).dims(), Values.ANYWHERE_TWICE), 2, 0.01);
            case Op.Binary _, Comparisons.Where _ -> shared(op, both, 2, 0.01);
            case Probability.CrossEntropySlope _ ->
                withSumsOfRows(op, sample.x().getFirst());
            case Movement.Concat _ -> shared(op, both, 3, 0.01);
            case CustomOp _ -> shared(op, both, sample.x().size(), 0.01);
        };
    }

    /** y² + y with y the operator of x and its sums over the last axis. */
    private static Expression withSumsOfRows(Op op, Grid x) {
        Axes last = Axes.of(-1);
        return new Expression(
                "y² + y with y = " + Operators.describe(op, Lists.immutable.with(x)) + " and the sums of its rows",
                Lists.immutable.with(x),
                inputs -> {
                    Tensor only = inputs.getOnly();
                    Tensor y = Applied.of(op, Lists.immutable.with(only, only.sum(last)));
                    return y.mul(y).add(y);
                },
                inputs -> {
                    Grid only = inputs.getOnly();
                    Grid sums = ReductionReference.of(new Reduction.Sum(last), only);
                    return Reference.of(op, Lists.immutable.with(only, sums)).map(y -> y * y + y);
                },
                0.01);
    }

    private static Expression shared(Op op, Grid x, int times, double step) {
        return new Expression(
                "y² + y with y = " + Operators.describe(op, Lists.immutable.with(x)) + ", " + times + " times x",
                Lists.immutable.with(x),
                inputs -> {
                    Tensor y = Applied.of(op, repeated(inputs, times));
                    return y.mul(y).add(y);
                },
                inputs -> Reference.of(op, repeated(inputs, times)).map(y -> y * y + y),
                step);
    }

    private static <T> ImmutableList<T> repeated(ImmutableList<T> inputs, int times) {
        return Lists.mutable.withNValues(times, inputs::getOnly).toImmutable();
    }

    Grid value() {
        return reference.apply(x);
    }

    @Override
    public String toString() {
        return name + x.collect(grid -> "\n  x " + grid).makeString("");
    }
}
