package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.Axes;
import gradus.autodiff.Op;
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

    /** The step of the differences where nothing is known of the function. */
    static final double STEP = 0.01;

    static Expression of(Sample sample) {
        Proof proof = sample.proof();
        return new Expression(
                sample.toString(),
                sample.x(),
                x -> Applied.of(sample.op(), x),
                proof.reference(),
                proof.domain().step());
    }

    /**
     * y² + y with y the operator, all of whose inputs are one and the same tensor: x is used as
     * often as the operator has inputs, and y three times.
     */
    static Expression shared(Sample sample, Source source) {
        Grid x = source.grid(sample.x().getFirst().dims(), Values.ANYWHERE_TWICE);
        return sample.proof().sharing().of(sample, x, source);
    }

    /** y² + y with y the operator of x and its sums over the last axis. */
    static Expression withSumsOfRows(Op op, Grid x) {
        Axes last = Axes.of(-1);
        var reference = Proofs.of(op).reference();
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
                    Grid sums = ReductionReference.reduce(only, last, Accurate::sum);
                    return reference.apply(Lists.immutable.with(only, sums)).map(y -> y * y + y);
                },
                STEP);
    }

    /** y² + y with y the operator of so many times x. */
    static Expression repeating(Op op, Grid x, int times, double step) {
        var reference = Proofs.of(op).reference();
        return new Expression(
                "y² + y with y = " + Operators.describe(op, Lists.immutable.with(x)) + ", " + times + " times x",
                Lists.immutable.with(x),
                inputs -> {
                    Tensor y = Applied.of(op, repeated(inputs, times));
                    return y.mul(y).add(y);
                },
                inputs -> reference.apply(repeated(inputs, times)).map(y -> y * y + y),
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
