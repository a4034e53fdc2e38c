package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.ArgumentException;
import gradus.autodiff.Axes;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indexing;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** What each operator must refuse, and with which exception. A new operator does not compile until its case stands here. */
final class Refusals {
    /** Something that must not work. */
    record Refusal(Class<? extends GradusException> type, Supplier<Tensor> attempt) {}

    private static final ImmutableList<Refusal> NONE = Lists.immutable.empty();

    private Refusals() {}

    static ImmutableList<Refusal> of(Op op) {
        return switch (op) {
            case Piecewise.Clamp _ ->
                Lists.immutable.with(
                        argument(() -> new Piecewise.Clamp(1, 0)), argument(() -> new Piecewise.Clamp(Double.NaN, 0)));
            // a function of one element is defined for every shape
            case Op.Unary _ -> NONE;
            case Op.Binary binary -> mixedTypes(binary).newWithAll(shapes(binary, x(2, 3), x(2, 4)));
            case Reduction.Reducing reducing -> of(reducing);
            case Reduction.CumulativeSum _ -> axis(Reduction.CumulativeSum::new);
            case Probability.Softmax _ -> axis(Probability.Softmax::new);
            case Probability.LogSoftmax _ -> axis(Probability.LogSoftmax::new);
            case Probability.CrossEntropy _ -> crossEntropy();
            case Probability.CrossEntropySlope _ -> {
                Op slope = new Probability.CrossEntropySlope(Indices.of(0, 1));
                yield mixedTypes(slope)
                        .newWithAll(shapes(slope, x(2, 4), x(3)))
                        .newWithAll(shapes(slope, x(3, 4), x(3)));
            }
            case Movement.OfOne moving -> of(moving);
            case Movement.Concat _ -> concat();
            case Indexing.OfOne picking -> of(picking);
            case Comparisons.Where _ -> {
                Op where = new Comparisons.Where(Mask.of(Shape.of(2), true, false));
                yield mixedTypes(where)
                        .newWithAll(shapes(where, x(2, 3), x(2, 3)))
                        .newWithAll(shapes(where, x(2), x(3)));
            }
            case Contraction.Matmul _ -> matmul();
            case Contraction.Linear _ -> linear();
            case CustomOp _ -> NONE;
        };
    }

    private static ImmutableList<Refusal> of(Reduction.Reducing op) {
        Function<Axes, Op> make = switch (op) {
            case Reduction.Sum _ -> Reduction.Sum::new;
            case Reduction.Prod _ -> Reduction.Prod::new;
            case Reduction.Max _ -> Reduction.Max::new;
            case Reduction.Min _ -> Reduction.Min::new;
            case Reduction.Norm _ -> Reduction.Norm::new;
            case Reduction.LogSumExp _ -> Reduction.LogSumExp::new;
        };
        ImmutableList<Refusal> refusals =
                axis(axis -> make.apply(Axes.of(axis))).newWithAll(shapes(make.apply(Axes.of(0, -2)), x(2, 3)));
        return op instanceof Reduction.NonEmpty
                ? refusals.newWithAll(shapes(make.apply(Axes.ALL), x(0)))
                        .newWithAll(shapes(make.apply(Axes.of(1)), x(2, 0)))
                : refusals;
    }

    private static ImmutableList<Refusal> crossEntropy() {
        Function<Indices, Op> make = Probability.CrossEntropy::new;
        return shapes(make.apply(Indices.of(0, 1, 2)), x(2, 4))
                .newWithAll(shapes(make.apply(Indices.of(0)), x()))
                .newWithAll(indices(make.apply(Indices.of(0, 4)), x(2, 4)))
                .newWithAll(indices(make.apply(Indices.of(-1, 0)), x(2, 4)));
    }

    private static ImmutableList<Refusal> of(Movement.OfOne op) {
        return switch (op) {
            case Movement.Reshape _ -> shapes(new Movement.Reshape(Shape.of(5)), x(2, 3));
            case Movement.Permute _ ->
                shapes(new Movement.Permute(ints(0)), x(2, 3))
                        .newWithAll(shapes(new Movement.Permute(ints(1, 1)), x(2, 3)))
                        .newWithAll(shapes(new Movement.Permute(ints(0, 2)), x(2, 3)));
            case Movement.BroadcastTo _ ->
                shapes(new Movement.BroadcastTo(Shape.of(2, 4)), x(2, 3))
                        .newWithAll(shapes(new Movement.BroadcastTo(Shape.of(3)), x(1, 3)));
            case Movement.Slice _ ->
                axis(axis -> new Movement.Slice(axis, 0, 1, 1))
                        .newWithAll(indices(new Movement.Slice(0, 1, 2, 1), x(2)))
                        .newWithAll(indices(new Movement.Slice(0, -1, 1, 1), x(2)))
                        .newWithAll(indices(new Movement.Slice(0, 0, 2, -1), x(2)))
                        .newWithAll(indices(new Movement.Slice(0, 0, 2, 0), x(2)))
                        .newWithAll(indices(new Movement.Slice(0, 0, -1, 1), x(2)));
            case Movement.Embed _ ->
                axis(axis -> new Movement.Embed(axis, 9, 0, 1, 0))
                        .newWithAll(indices(new Movement.Embed(0, 2, 1, 1, 0), x(2)))
                        .newWithAll(indices(new Movement.Embed(0, 2, 0, 2, 0), x(2)))
                        .newWithAll(indices(new Movement.Embed(0, 2, -1, 1, 0), x(2)));
        };
    }

    private static ImmutableList<Refusal> concat() {
        Op rows = new Movement.Concat(0);
        return mixedTypes(rows)
                .newWithAll(shapes(rows, x(2, 3), x(2, 4)))
                .newWithAll(shapes(rows, x(2, 3), x(2)))
                .newWithAll(shapes(new Movement.Concat(2), x(2, 3), x(2, 3)));
    }

    private static ImmutableList<Refusal> of(Indexing.OfOne op) {
        Indices matrix = Indices.of(Shape.of(1, 2), 0, 0);
        return switch (op) {
            case Indexing.IndexSelect _ ->
                axis(axis -> new Indexing.IndexSelect(axis, Indices.of(0)))
                        .newWithAll(shapes(new Indexing.IndexSelect(0, matrix), x(2)))
                        .newWithAll(indices(new Indexing.IndexSelect(0, Indices.of(0, 2)), x(2)))
                        .newWithAll(indices(new Indexing.IndexSelect(0, Indices.of(-1)), x(2)));
            case Indexing.IndexAdd _ ->
                axis(axis -> new Indexing.IndexAdd(axis, Indices.of(0, 0), 2))
                        .newWithAll(shapes(new Indexing.IndexAdd(0, matrix, 2), x(2)))
                        .newWithAll(shapes(new Indexing.IndexAdd(0, Indices.of(0), 2), x(2)))
                        .newWithAll(indices(new Indexing.IndexAdd(0, Indices.of(0, 2), 2), x(2)));
            case Indexing.TakeAlongAxis _ ->
                shapes(new Indexing.TakeAlongAxis(2, matrix), x(1, 2))
                        .newWithAll(shapes(new Indexing.TakeAlongAxis(0, matrix), x(2)))
                        .newWithAll(shapes(new Indexing.TakeAlongAxis(0, matrix), x(1, 3)))
                        .newWithAll(indices(new Indexing.TakeAlongAxis(0, Indices.of(2)), x(2)));
            case Indexing.AddAlongAxis _ ->
                shapes(new Indexing.AddAlongAxis(2, matrix, 2), x(1, 2))
                        .newWithAll(shapes(new Indexing.AddAlongAxis(0, matrix, 2), x(2, 2)))
                        .newWithAll(indices(new Indexing.AddAlongAxis(0, Indices.of(0, 2), 2), x(2)));
        };
    }

    private static ImmutableList<Refusal> matmul() {
        Op plain = new Contraction.Matmul(false, false);
        return mixedTypes(plain)
                .newWithAll(shapes(plain, x(2, 3), x(2, 3)))
                .newWithAll(shapes(new Contraction.Matmul(true, false), x(2, 3), x(3, 4)))
                .newWithAll(shapes(new Contraction.Matmul(false, true), x(2, 3), x(3, 4)))
                .newWithAll(shapes(plain, x(3), x(3, 2)))
                .newWithAll(shapes(plain, x(2, 2, 3), x(3, 3, 4)));
    }

    private static ImmutableList<Refusal> linear() {
        Op op = new Contraction.Linear();
        return mixedTypes(op)
                .newWithAll(shapes(op, x(2, 3), x(3, 4)))
                .newWithAll(shapes(op, x(2, 3), x(3)))
                .newWithAll(shapes(op, x(), x(1, 1)))
                .newWithAll(shapes(op, x(2, 3), x(4, 3), x(3)))
                .newWithAll(shapes(op, x(2, 3), x(4, 3), x(1, 4)));
    }

    private static Tensor x(int... dims) {
        return Tensor.zeros(DType.F64, Shape.of(dims));
    }

    private static ImmutableIntList ints(int... elements) {
        return IntLists.immutable.with(elements);
    }

    private static ImmutableList<Refusal> mixedTypes(Op op) {
        return refused(ElementTypeException.class, op, x(2, 2), Tensor.zeros(2, 2))
                .newWithAll(refused(ElementTypeException.class, op, Tensor.zeros(2, 2), x(2, 2)));
    }

    /** Axes outside a matrix, and any axis of a single number. */
    private static ImmutableList<Refusal> axis(Function<Integer, Op> make) {
        return shapes(make.apply(2), x(2, 3))
                .newWithAll(shapes(make.apply(-3), x(2, 3)))
                .newWithAll(shapes(make.apply(0), x()));
    }

    private static ImmutableList<Refusal> shapes(Op op, Tensor... x) {
        return refused(ShapeException.class, op, x);
    }

    private static ImmutableList<Refusal> indices(Op op, Tensor... x) {
        return refused(IndexException.class, op, x);
    }

    private static Refusal argument(Supplier<Op> make) {
        return new Refusal(ArgumentException.class, () -> Applied.of(make.get(), Lists.immutable.with(x(1))));
    }

    private static ImmutableList<Refusal> refused(Class<? extends GradusException> type, Op op, Tensor... x) {
        return Lists.immutable.with(new Refusal(type, () -> Applied.of(op, Lists.immutable.with(x))));
    }
}
