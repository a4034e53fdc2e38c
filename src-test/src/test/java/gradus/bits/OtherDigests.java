package gradus.bits;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * One line for each element type and kernel that no operator calls: comparisons, places of the
 * largest and smallest, random draws.
 */
final class OtherDigests {
    private static final int ROWS = 331;
    private static final int COLUMNS = 307;

    private OtherDigests() {}

    static ImmutableList<String> lines() {
        return Lists.immutable.with(DType.values()).flatCollect(OtherDigests::lines);
    }

    private static ImmutableList<String> lines(DType dtype) {
        Tensor x = withTies(dtype, ROWS, COLUMNS);
        ImmutableList<Tensor> others = Lists.immutable.with(
                withTies(dtype, ROWS, COLUMNS),
                withTies(dtype, 1, COLUMNS),
                withTies(dtype, ROWS, 1),
                Tensor.scalar(dtype, 1));
        return Lists.immutable.with(
                "equal " + masks(dtype, others.collect(x::equal)),
                "notEqual " + masks(dtype, others.collect(x::notEqual)),
                "less " + masks(dtype, others.collect(x::less)),
                "lessOrEqual " + masks(dtype, others.collect(x::lessOrEqual)),
                "greater " + masks(dtype, others.collect(x::greater)),
                "greaterOrEqual " + masks(dtype, others.collect(x::greaterOrEqual)),
                "argMax " + places(dtype, x.argMax(0), x.argMax(1)),
                "argMin " + places(dtype, x.argMin(0), x.argMin(1)),
                "random " + random(dtype));
    }

    /** Few different numbers, both zeros, infinities and, from the middle on, NaN among them. */
    private static Tensor withTies(DType dtype, int rows, int columns) {
        double[] numbers = {-0.0, 0, 1, -1, 2, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN};
        var random = Randomness.seeded(rows);
        double[] elements = new double[rows * columns];
        Arrays.setAll(elements, i -> numbers[random.nextInt(i < elements.length / 2 ? 7 : 8)]);
        return Tensor.of(elements).to(dtype).reshape(rows, columns);
    }

    private static String masks(DType dtype, ImmutableList<Mask> masks) {
        Tensor one = Tensor.ones(dtype, Shape.of(ROWS, COLUMNS));
        Tensor zero = Tensor.zeros(dtype, Shape.of(ROWS, COLUMNS));
        return dtype + " "
                + masks.injectInto(new Fingerprint(), (all, mask) -> all.add(Tensor.where(mask, one, zero)))
                        .brief();
    }

    private static String places(DType dtype, Indices... indices) {
        return dtype + " "
                + Lists.immutable
                        .with(indices)
                        .injectInto(
                                new Fingerprint(),
                                (all, places) -> all.add(Tensor.of(Arrays.stream(places.toArray())
                                        .asDoubleStream()
                                        .toArray())))
                        .brief();
    }

    private static String random(DType dtype) {
        var random = Randomness.seeded(3);
        Shape shape = Shape.of(ROWS, COLUMNS);
        return dtype + " "
                + new Fingerprint()
                        .add(Tensor.uniform(dtype, shape, -2, 3, random))
                        .add(Tensor.normal(dtype, shape, 1, 2, random))
                        .add(Initializer.glorotUniform().create(dtype, shape, random.split()))
                        .brief();
    }
}
