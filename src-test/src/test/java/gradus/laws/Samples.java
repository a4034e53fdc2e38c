package gradus.laws;

import gradus.autodiff.Activations;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.Elementary;
import gradus.autodiff.Indexing;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.Shape;
import gradus.autodiff.FusedVjps;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** How each operator is drawn, with settings and inputs. An operator without an entry fails every law. */
public final class Samples {
    /** Shapes of inputs that fit an operator drawn together with them. */
    private record Fitting(Op op, ImmutableList<int[]> shapes) {
        static Fitting of(Op op, int[]... shapes) {
            return new Fitting(op, Lists.immutable.with(shapes));
        }
    }

    private static final MutableMap<Class<? extends Op>, Function<Source, Fitting>> DRAWS = Maps.mutable.empty();

    private Samples() {}

    /** The operators that can be drawn. */
    static Iterable<Class<? extends Op>> operators() {
        return DRAWS.keysView();
    }

    /** A sample away from kinks, as differences need it. */
    public static Sample smooth(Class<? extends Op> operator, Draw draw) {
        Source source = draw.source(operator, Lengths.SHORT);
        Fitting drawn = draw(operator, source);
        Domain domain = Domain.of(drawn.op);
        return filled(drawn, source, domain.first(), domain.second());
    }

    /** A sample for the forward computation alone: longer axes, numbers of many sizes. */
    public static Sample wide(Class<? extends Op> operator, Draw draw) {
        return wide(operator, draw.source(operator, Lengths.BOUNDARIES));
    }

    /** A sample that is large enough to be computed by several threads. */
    public static Sample large(Class<? extends Op> operator, Draw draw) {
        return wide(operator, draw.source(operator, Lengths.LARGE));
    }

    private static Sample wide(Class<? extends Op> operator, Source source) {
        Fitting drawn = draw(operator, source);
        Domain domain = Domain.of(drawn.op);
        Domain.Wide wide = source.oneIn(3) ? Domain.Wide.NARROW : domain.wide();
        return filled(drawn, source, Values.of(wide, domain.first()), Values.of(wide, domain.second()));
    }

    /** A sample of zeros, infinities, NaN, tiny and huge numbers, among ordinary ones. */
    public static Sample special(Class<? extends Op> operator, Draw draw) {
        Source source = draw.source(operator, Lengths.SHORT);
        Fitting drawn = draw(operator, source);
        Values special = Values.special(Domain.huge(drawn.op));
        return filled(drawn, source, special, special);
    }

    private static Sample filled(Fitting drawn, Source source, Values first, Values second) {
        return new Sample(
                drawn.op, drawn.shapes.collectWithIndex((dims, i) -> source.grid(dims, i == 0 ? first : second)));
    }

    private static Fitting draw(Class<? extends Op> operator, Source source) {
        Function<Source, Fitting> draw = DRAWS.get(operator);
        if (draw == null) {
            throw new AssertionError("no samples of " + Operators.name(operator) + ": add them here");
        }
        return draw.apply(source);
    }

    private static void of(Class<? extends Op> operator, Function<Source, Fitting> draw) {
        DRAWS.put(operator, draw);
    }

    private static void unary(Class<? extends Op> operator, Function<Source, Op> draw) {
        of(operator, source -> Fitting.of(draw.apply(source), source.shape()));
    }

    @SafeVarargs
    private static void unary(Supplier<? extends Op>... operators) {
        for (Supplier<? extends Op> operator : operators) {
            unary(operator.get().getClass(), _ -> operator.get());
        }
    }

    @SafeVarargs
    private static void binary(Supplier<? extends Op>... operators) {
        for (Supplier<? extends Op> operator : operators) {
            of(operator.get().getClass(), source -> new Fitting(operator.get(), source.broadcasting()));
        }
    }

    private static void reducing(Class<? extends Op> operator, Function<gradus.autodiff.Axes, Op> make) {
        of(operator, source -> {
            int[] dims = source.shape();
            Op op = make.apply(source.axes(dims));
            boolean undefined = op instanceof Reduction.NonEmpty && Grid.size(dims) == 0;
            return Fitting.of(
                    op,
                    undefined ? Arrays.stream(dims).map(dim -> Math.max(1, dim)).toArray() : dims);
        });
    }

    private static void alongAxis(Class<? extends Op> operator, Function<Integer, Op> make) {
        of(operator, source -> {
            int[] dims = source.axesShape();
            return Fitting.of(make.apply(source.axis(dims)), dims);
        });
    }

    static {
        elementwise();
        reductions();
        movements();
        indexing();
        of(Comparisons.Where.class, source -> {
            ImmutableList<int[]> shapes = source.broadcasting();
            int[] whole = Grid.broadcast(shapes.getFirst(), shapes.getLast());
            return new Fitting(new Comparisons.Where(source.mask(source.broadcastableTo(whole))), shapes);
        });
        of(Contraction.Matmul.class, Samples::matmul);
        of(Contraction.Linear.class, Samples::linear);
    }

    private static void elementwise() {
        binary(Arithmetic.Add::new, Arithmetic.Sub::new, Arithmetic.Mul::new, Arithmetic.Div::new);
        binary(Arithmetic.Chain::new, Arithmetic.Pow::new, Piecewise.Maximum::new, Piecewise.Minimum::new);
        binary(Probability.BinaryCrossEntropy::new, Probability.BinaryCrossEntropySlope::new);
        binary(FusedVjps.TanhSlope::new, FusedVjps.SigmoidSlope::new, FusedVjps.SoftplusSlope::new, FusedVjps.ReluSlope::new);
        unary(Arithmetic.Neg::new, Arithmetic.Reciprocal::new, Arithmetic.Square::new);
        unary(
                Arithmetic.PowConstant.class,
                source -> new Arithmetic.PowConstant(source.oneOf(-2, -1, -0.5, 0, 0.5, 1, 2, 2.7, 3)));
        unary(Elementary.Exp::new, Elementary.Expm1::new, Elementary.Log::new, Elementary.Log1p::new);
        unary(Elementary.Sqrt::new, Elementary.Rsqrt::new, Elementary.Sin::new, Elementary.Cos::new);
        unary(Elementary.Tan::new, Elementary.Tanh::new, Elementary.Erf::new);
        unary(Activations.Sigmoid::new, Activations.LogSigmoid::new, Activations.Softplus::new);
        unary(Activations.Silu::new, Activations.Gelu::new);
        unary(Piecewise.Abs::new, Piecewise.Relu::new, Piecewise.Sign::new, Piecewise.Floor::new);
        unary(Piecewise.Round::new);
        unary(Piecewise.LeakyRelu.class, source -> new Piecewise.LeakyRelu(source.uniform(0.01, 0.5)));
        unary(Piecewise.Elu.class, source -> new Piecewise.Elu(source.uniform(0.3, 2)));
        unary(Piecewise.Clamp.class, source -> {
            double low = source.uniform(-2, 1);
            return new Piecewise.Clamp(low, low + source.uniform(0.8, 2));
        });
    }

    private static void reductions() {
        reducing(Reduction.Sum.class, Reduction.Sum::new);
        reducing(Reduction.Prod.class, Reduction.Prod::new);
        reducing(Reduction.Max.class, Reduction.Max::new);
        reducing(Reduction.Min.class, Reduction.Min::new);
        reducing(Reduction.Norm.class, Reduction.Norm::new);
        reducing(Reduction.LogSumExp.class, Reduction.LogSumExp::new);
        alongAxis(Reduction.CumulativeSum.class, Reduction.CumulativeSum::new);
        alongAxis(Probability.Softmax.class, Probability.Softmax::new);
        alongAxis(Probability.LogSoftmax.class, Probability.LogSoftmax::new);
        of(Probability.CrossEntropy.class, source -> {
            int[] dims = logits(source);
            int[] rows = Arrays.copyOf(dims, dims.length - 1);
            return Fitting.of(new Probability.CrossEntropy(source.indices(rows, dims[rows.length])), dims);
        });
        of(Probability.CrossEntropySlope.class, source -> {
            int[] dims = logits(source);
            int[] rows = Arrays.copyOf(dims, dims.length - 1);
            return Fitting.of(new Probability.CrossEntropySlope(source.indices(rows, dims[rows.length])), dims, rows);
        });
    }

    /** A shape whose last axis, that of the classes, is not empty. */
    private static int[] logits(Source source) {
        int[] dims = source.axesShape();
        dims[dims.length - 1] = Math.max(1, dims[dims.length - 1]);
        return dims;
    }

    private static void movements() {
        of(Movement.Reshape.class, source -> {
            int[] dims = source.shape();
            int[] shuffled = Arrays.stream(source.order(dims.length))
                    .map(axis -> dims[axis])
                    .toArray();
            int[] target = source.oneIn(3) ? new int[] {1, Grid.size(dims)} : shuffled;
            return Fitting.of(new Movement.Reshape(Shape.of(target)), dims);
        });
        of(Movement.Permute.class, source -> {
            int[] dims = source.shape();
            return Fitting.of(new Movement.Permute(IntLists.immutable.with(source.order(dims.length))), dims);
        });
        of(Movement.BroadcastTo.class, source -> {
            int[] target = source.shape();
            return Fitting.of(new Movement.BroadcastTo(Shape.of(target)), source.broadcastableTo(target));
        });
        of(Movement.Slice.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.axis(dims);
            int length = dims[axis < 0 ? axis + dims.length : axis];
            Stride stride = Stride.draw(source, length);
            return Fitting.of(new Movement.Slice(axis, stride.start, stride.count, stride.step), dims);
        });
        of(Movement.Embed.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.axis(dims);
            Stride stride = Stride.draw(source, source.between(0, 7));
            dims[axis < 0 ? axis + dims.length : axis] = stride.count;
            double fill = source.oneOf(0, 0, 1.5);
            return Fitting.of(new Movement.Embed(axis, stride.length, stride.start, stride.step, fill), dims);
        });
        of(Movement.Concat.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.below(dims.length);
            ImmutableList<int[]> parts = Lists.immutable.fromStream(
                    java.util.stream.IntStream.rangeClosed(0, source.below(4)).mapToObj(_ -> {
                        int[] part = dims.clone();
                        part[axis] = source.between(0, 3);
                        return part;
                    }));
            return new Fitting(new Movement.Concat(axis), parts);
        });
    }

    /** {@code count} places of an axis of {@code length}, from {@code start} in steps of {@code step}, either way. */
    private record Stride(int length, int start, int count, int step) {
        static Stride draw(Source source, int length) {
            if (length == 0) {
                return new Stride(0, 0, 0, 1);
            }
            int first = source.below(length);
            int last = source.between(first, length - 1);
            int step = source.between(1, 3);
            int count = source.oneIn(10) ? 0 : (last - first) / step + 1;
            boolean backwards = source.oneIn(3);
            int start = backwards ? first + Math.max(0, count - 1) * step : first;
            return new Stride(length, start, count, backwards ? -step : step);
        }
    }

    private static void indexing() {
        of(Indexing.IndexSelect.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.axis(dims);
            int length = dims[axis < 0 ? axis + dims.length : axis];
            int count = length == 0 ? 0 : source.between(0, 5);
            return Fitting.of(new Indexing.IndexSelect(axis, source.indices(new int[] {count}, length)), dims);
        });
        of(Indexing.IndexAdd.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.axis(dims);
            int count = dims[axis < 0 ? axis + dims.length : axis];
            int length = source.between(1, 5);
            return Fitting.of(new Indexing.IndexAdd(axis, source.indices(new int[] {count}, length), length), dims);
        });
        of(Indexing.TakeAlongAxis.class, source -> {
            int[] dims = source.axesShape();
            int axis = source.axis(dims);
            int along = axis < 0 ? axis + dims.length : axis;
            int[] index = dims.clone();
            index[along] = dims[along] == 0 ? 0 : source.between(0, 5);
            return Fitting.of(new Indexing.TakeAlongAxis(axis, source.indices(index, dims[along])), dims);
        });
        of(Indexing.AddAlongAxis.class, source -> {
            int[] dims = source.axesShape();
            int length = source.between(1, 5);
            return Fitting.of(new Indexing.AddAlongAxis(source.axis(dims), source.indices(dims, length), length), dims);
        });
    }

    private static Fitting linear(Source source) {
        int in = source.length();
        int out = source.length();
        int[] leading = source.oneIn(3)
                ? new int[0]
                : source.oneIn(4) ? new int[] {2, source.length()} : new int[] {source.length()};
        int[] x = IntLists.mutable.with(leading).with(in).toArray();
        return source.oneIn(3)
                ? Fitting.of(new Contraction.Linear(), x, new int[] {out, in})
                : Fitting.of(new Contraction.Linear(), x, new int[] {out, in}, new int[] {out});
    }

    private static Fitting matmul(Source source) {
        int rows = source.length();
        int depth = source.length();
        int columns = source.length();
        boolean transposeA = source.random().nextBoolean();
        boolean transposeB = source.random().nextBoolean();
        int[] batch = new int[source.between(0, Math.min(4, source.size() / 2))];
        Arrays.setAll(batch, _ -> source.oneIn(20) ? 0 : source.between(1, 2));
        int[] a = IntLists.mutable
                .with(source.oneIn(2) ? batch : source.broadcastableTo(batch))
                .with(transposeA ? depth : rows)
                .with(transposeA ? rows : depth)
                .toArray();
        int[] b = IntLists.mutable
                .with(source.oneIn(2) ? batch : source.broadcastableTo(batch))
                .with(transposeB ? columns : depth)
                .with(transposeB ? depth : columns)
                .toArray();
        return Fitting.of(new Contraction.Matmul(transposeA, transposeB), a, b);
    }
}
