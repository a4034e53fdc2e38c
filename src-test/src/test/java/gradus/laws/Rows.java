package gradus.laws;

import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.wrongAxis;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;

import gradus.autodiff.Applied;
import gradus.autodiff.Axes;
import gradus.autodiff.Op;
import gradus.autodiff.Reduction;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The words of a row: each begins the {@link Proof} of one form of operator, with the fluent
 * method, the reference and the {@link Domain}, and knows how such an operator is drawn, what it
 * refuses, and how one tensor becomes all of its inputs.
 */
final class Rows {
    private Rows() {}

    /**
     * A function of one element, without settings. It refuses nothing: it is defined for every
     * shape.
     */
    static Proof unary(UnaryOperator<Tensor> method, DoubleUnaryOperator reference, Domain domain) {
        return ofOne(Rows::itself, method, x -> x.map(reference), domain);
    }

    /** A function of one element with settings. */
    static Proof unary(
            Function<Source, Op> settings, UnaryOperator<Tensor> method, DoubleUnaryOperator reference, Domain domain) {
        return ofOne(
                (_, source) -> Fitting.of(settings.apply(source), source.shape()),
                method,
                x -> x.map(reference),
                domain);
    }

    private static Fitting itself(Op op, Source source) {
        return Fitting.of(withoutSettings(op), source.shape());
    }

    /** A function of two elements, after broadcasting. */
    static Proof binary(BinaryOperator<Tensor> method, DoubleBinaryOperator reference, Domain domain) {
        return ofTwo(
                        (op, source) -> new Fitting(withoutSettings(op), source.broadcasting()),
                        method,
                        (a, b) -> Reference.pairwise(a, b, reference),
                        domain)
                .refusing(mixedTypes(), wrongShape(x(2, 3), x(2, 4)));
    }

    /** A prototype is only drawn as it is where it has no settings. */
    private static Op withoutSettings(Op op) {
        if (op.getClass().getRecordComponents().length > 0) {
            throw new AssertionError(Operators.name(op) + " has settings: its row must say how they are drawn");
        }
        return op;
    }

    /** A function of the elements that differ only in the given axes, or of all. */
    static Proof reducing(
            Function<Axes, Op> make,
            Axes axes,
            BiFunction<Tensor, Axes, Tensor> method,
            ToDoubleFunction<double[]> reference,
            Domain domain) {
        boolean undefinedOverNothing = make.apply(Axes.ALL) instanceof Reduction.NonEmpty;
        Proof proof = ofOne(
                        (_, source) -> {
                            int[] dims = source.shape();
                            Op op = make.apply(source.axes(dims));
                            return Fitting.of(op, undefinedOverNothing ? filled(dims) : dims);
                        },
                        x -> method.apply(x, axes),
                        x -> ReductionReference.reduce(x, axes, reference),
                        domain)
                .refusing(
                        wrongAxis(axis -> make.apply(Axes.of(axis))), wrongShape(make.apply(Axes.of(0, -2)), x(2, 3)));
        return undefinedOverNothing
                ? proof.refusing(wrongShape(make.apply(Axes.ALL), x(0)), wrongShape(make.apply(Axes.of(1)), x(2, 0)))
                : proof;
    }

    /** The shape, or if it is empty one that is not. */
    private static int[] filled(int[] dims) {
        return Grid.size(dims) > 0
                ? dims
                : Arrays.stream(dims).map(dim -> Math.max(1, dim)).toArray();
    }

    /** A function that replaces each line along an axis by one of the same length. */
    static Proof along(
            IntFunction<Op> make,
            int axis,
            BiFunction<Tensor, Integer, Tensor> method,
            UnaryOperator<double[]> reference,
            Domain domain) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            return Fitting.of(make.apply(source.axis(dims)), dims);
                        },
                        x -> method.apply(x, axis),
                        x -> ReductionReference.scan(x, axis, reference),
                        domain)
                .refusing(wrongAxis(make));
    }

    /** Any operator of one input. */
    static Proof ofOne(
            Proof.Drawing drawing, UnaryOperator<Tensor> method, UnaryOperator<Grid> reference, Domain domain) {
        return Proof.of(
                drawing,
                x -> method.apply(x.getOnly()),
                x -> reference.apply(x.getOnly()),
                domain,
                (sample, _, _) -> Expression.repeating(sample.op(), sample.x().getOnly(), 1, domain.step()));
    }

    /** Any operator of two inputs, which may have one shape. */
    static Proof ofTwo(
            Proof.Drawing drawing, BinaryOperator<Tensor> method, BinaryOperator<Grid> reference, Domain domain) {
        return ofMany(
                drawing,
                x -> method.apply(x.getFirst(), x.getLast()),
                x -> reference.apply(x.getFirst(), x.getLast()),
                domain,
                2);
    }

    /** Any operator of several inputs, which may have one shape. */
    static Proof ofMany(
            Proof.Drawing drawing,
            Function<ImmutableList<Tensor>, Tensor> method,
            Function<ImmutableList<Grid>, Grid> reference,
            Domain domain,
            int times) {
        return Proof.of(
                drawing,
                method,
                reference,
                domain,
                (sample, x, _) -> Expression.repeating(sample.op(), x, times, Expression.STEP));
    }

    /** For operators without a method of their own: applied as the rules of others apply them. */
    static UnaryOperator<Tensor> appliedToOne(Op op) {
        return x -> Applied.of(op, Lists.immutable.with(x));
    }

    /** The same for two inputs. */
    static BinaryOperator<Tensor> appliedToTwo(Op op) {
        return (a, b) -> Applied.of(op, Lists.immutable.with(a, b));
    }
}
