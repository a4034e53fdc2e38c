package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Axes;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.eclipse.collections.api.list.ImmutableList;

/** What has no gradient, against its definition: comparisons, masks, indices, places of extremes. */
class SelectionProperties {
    /** How two numbers compare, as 1 or 0. */
    private interface Comparison {
        boolean holds(double a, double b);
    }

    private static Source source(Draw draw) {
        return new Source(new Random(draw.seed()), draw.size(), Lengths.BOUNDARIES);
    }

    /** Few different numbers, so that many are equal; NaN and both zeros among them. */
    private static Grid grid(Source source, int... dims) {
        return source.grid(
                dims,
                (random, count) -> random.doubles(count)
                        .map(_ -> source.oneOf(-1, -0.0, 0, 1, 2, Double.NaN, Double.POSITIVE_INFINITY))
                        .toArray());
    }

    private static void compare(Draw draw, BiFunction<Tensor, Tensor, Mask> engine, Comparison definition) {
        Source source = source(draw);
        ImmutableList<int[]> shapes = source.broadcasting();
        compare(source, grid(source, shapes.getFirst()), grid(source, shapes.getLast()), engine, definition);
    }

    private static void compare(
            Source source, Grid a, Grid b, BiFunction<Tensor, Tensor, Mask> engine, Comparison definition) {
        DType dtype = source.oneIn(2) ? DType.F32 : DType.F64;
        Mask got = engine.apply(a.tensor(dtype), b.tensor(dtype));
        Grid expected = Reference.pairwise(a, b, (x, y) -> definition.holds(x, y) ? 1 : 0);
        assertThat(Reference.truths(got).dims()).isEqualTo(expected.dims());
        assertThat(Reference.truths(got).data()).as("%s and %s", a, b).isEqualTo(expected.data());
    }

    @Property
    void comparisons(@ForAll("draws") Draw draw) {
        compare(draw, Tensor::equal, (a, b) -> a == b);
        compare(draw, Tensor::notEqual, (a, b) -> a != b);
        compare(draw, Tensor::less, (a, b) -> a < b);
        compare(draw, Tensor::lessOrEqual, (a, b) -> a <= b);
        compare(draw, Tensor::greater, (a, b) -> a > b);
        compare(draw, Tensor::greaterOrEqual, (a, b) -> a >= b);
    }

    @Property
    void comparisonsWithANumber(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        Grid x = grid(source, source.shape());
        Grid one = Grid.scalar(1);
        compare(source, x, one, (a, _) -> a.equal(1), (a, b) -> a == b);
        compare(source, x, one, (a, _) -> a.notEqual(1), (a, b) -> a != b);
        compare(source, x, one, (a, _) -> a.less(1), (a, b) -> a < b);
        compare(source, x, one, (a, _) -> a.lessOrEqual(1), (a, b) -> a <= b);
        compare(source, x, one, (a, _) -> a.greater(1), (a, b) -> a > b);
        compare(source, x, one, (a, _) -> a.greaterOrEqual(1), (a, b) -> a >= b);
    }

    @Property
    void placesOfExtremes(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        int[] dims = source.axesShape();
        int axis = source.axis(dims);
        int along = axis < 0 ? axis + dims.length : axis;
        dims[along] = Math.max(1, dims[along]);
        Grid x = grid(source, dims);
        Grid largest = ReductionReference.reduce(x, Axes.of(axis), e -> place(e, (a, b) -> a > b));
        Grid smallest = ReductionReference.reduce(x, Axes.of(axis), e -> place(e, (a, b) -> a < b));
        assertThat(Reference.places(x.tensor(DType.F64).argMax(axis)).data()).isEqualTo(largest.data());
        assertThat(Reference.places(x.tensor(DType.F32).argMin(axis)).data()).isEqualTo(smallest.data());
        assertThat(x.tensor(DType.F64).argMax(axis).shape().toArray()).isEqualTo(largest.dims());
    }

    /** Along several axes the places are counted as if the elements were a vector. */
    @Property
    void placesOfExtremesAlongSeveralAxes(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        int[] dims = java.util.Arrays.stream(source.axesShape())
                .map(dim -> Math.max(1, dim))
                .toArray();
        Axes axes = source.axes(dims);
        Grid x = grid(source, dims);
        Grid largest = ReductionReference.reduce(x, axes, e -> place(e, (a, b) -> a > b));
        Grid smallest = ReductionReference.reduce(x, axes, e -> place(e, (a, b) -> a < b));
        Indices got = x.tensor(DType.F64).argMax(axes);
        assertThat(got.shape().toArray()).isEqualTo(largest.dims());
        assertThat(Reference.places(got).data()).as("%s along %s", x, axes).isEqualTo(largest.data());
        assertThat(Reference.places(x.tensor(DType.F32).argMin(axes)).data()).isEqualTo(smallest.data());
    }

    @Property
    void masksAlongAxes(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        int[] dims = source.shape();
        Axes axes = source.axes(dims);
        Mask mask = source.mask(dims);
        Grid truths = Reference.truths(mask);
        Grid count = ReductionReference.reduce(
                truths, axes, e -> java.util.Arrays.stream(e).sum());
        Grid all = ReductionReference.reduce(
                truths, axes, e -> java.util.Arrays.stream(e).min().orElse(1));
        assertThat(mask.count(axes).shape().toArray()).isEqualTo(count.dims());
        assertThat(Reference.places(mask.count(axes)).data()).isEqualTo(count.data());
        assertThat(Reference.truths(mask.any(axes)).data())
                .isEqualTo(count.map(n -> Math.min(n, 1)).data());
        assertThat(mask.any(axes).shape()).isEqualTo(mask.count(axes).shape());
        assertThat(Reference.truths(mask.all(axes)).data()).isEqualTo(all.data());
        assertThat(mask.all(axes).shape()).isEqualTo(mask.count(axes).shape());
    }

    /** The first NaN, or the first element that no other beats. */
    private static int place(double[] elements, Comparison beats) {
        int best = 0;
        for (int i = 0; i < elements.length; i++) {
            if (Double.isNaN(elements[i])) {
                return i;
            }
            best = beats.holds(elements[i], elements[best]) ? i : best;
        }
        return best;
    }

    private static void combine(Draw draw, BinaryOperator<Mask> engine, Comparison definition) {
        Source source = source(draw);
        ImmutableList<int[]> shapes = source.broadcasting();
        Mask a = source.mask(shapes.getFirst());
        Mask b = source.mask(shapes.getLast());
        Grid expected =
                Reference.pairwise(Reference.truths(a), Reference.truths(b), (x, y) -> definition.holds(x, y) ? 1 : 0);
        Mask got = engine.apply(a, b);
        assertThat(Reference.truths(got).dims()).isEqualTo(expected.dims());
        assertThat(Reference.truths(got).data()).isEqualTo(expected.data());
        int count = (int) expected.dot(expected);
        assertThat(got.count()).isEqualTo(count);
        assertThat(got.any()).isEqualTo(count > 0);
        assertThat(got.all()).isEqualTo(count == expected.size());
        assertThat(got.toTensor(DType.F32).toDoubleArray()).isEqualTo(expected.data());
    }

    @Property
    void masks(@ForAll("draws") Draw draw) {
        combine(draw, Mask::and, (a, b) -> a == 1 && b == 1);
        combine(draw, Mask::or, (a, b) -> a == 1 || b == 1);
        combine(draw, (a, b) -> a.not().and(b), (a, b) -> a == 0 && b == 1);
    }

    @Property
    void broadcastMasks(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        int[] whole = source.shape();
        Mask mask = source.mask(source.broadcastableTo(whole));
        assertThat(Reference.truths(mask.broadcastTo(Shape.of(whole))).data())
                .isEqualTo(Reference.truths(mask).broadcastTo(whole).data());
    }

    @Property
    void oneHotRows(@ForAll("draws") Draw draw) {
        Source source = source(draw);
        int[] dims = source.shape(source.between(0, 3));
        int classes = source.between(1, 5);
        Indices labels = source.indices(dims, classes);
        Grid places = Reference.places(labels);
        int[] wide = java.util.Arrays.copyOf(dims, dims.length + 1);
        wide[dims.length] = classes;
        Grid expected =
                Grid.of(wide, i -> places.at(java.util.Arrays.copyOf(i, dims.length)) == i[dims.length] ? 1 : 0);
        Tensor got = labels.oneHot(classes, DType.F64);
        assertThat(got.shape().toArray()).isEqualTo(wide);
        assertThat(got.toDoubleArray()).isEqualTo(expected.data());
        assertThat(got.argMax(-1)).isEqualTo(labels);
    }

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.arbitrary();
    }
}
