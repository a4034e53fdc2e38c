package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** The first and the last that movements and look-ups take, with what lies just beyond. */
class MovementBordersTest {
    private static final Tensor X = Tensor.arange(DType.F64, 6).reshape(2, 3);

    private static void assertRefused(Class<? extends GradusException> type, Runnable mistake, String message) {
        assertThatExceptionOfType(type).isThrownBy(mistake::run).withMessageStartingWith(message);
    }

    private static void assertElements(Tensor actual, Shape shape, double... elements) {
        assertThat(actual.shape()).isEqualTo(shape);
        assertThat(actual.toDoubleArray()).containsExactly(elements);
    }

    @Test
    void aSliceMayReachFromEndToEnd() {
        Tensor x = Tensor.of(0.0, 1, 2, 3);
        assertElements(apply(0, 4, 1, x), Shape.of(4), 0, 1, 2, 3);
        assertElements(apply(3, 4, -1, x), Shape.of(4), 3, 2, 1, 0);
        assertElements(apply(0, 2, 3, x), Shape.of(2), 0, 3);
        assertElements(apply(3, 1, 1, x), Shape.of(1), 3);
        assertElements(apply(9, 0, 1, x), Shape.of(0));
        String inside = "slice: needs places inside an axis of length 4, got ";
        assertRefused(IndexException.class, () -> apply(4, 1, 1, x), inside + "1 from 4 in steps of 1");
        assertRefused(IndexException.class, () -> apply(-1, 1, 1, x), inside + "1 from -1 in steps of 1");
        assertRefused(IndexException.class, () -> apply(1, 4, 1, x), inside + "4 from 1 in steps of 1");
        assertRefused(IndexException.class, () -> apply(0, 2, 4, x), inside + "2 from 0 in steps of 4");
        assertRefused(IndexException.class, () -> apply(3, 5, -1, x), inside + "5 from 3 in steps of -1");
        assertRefused(IndexException.class, () -> apply(4, 2, -1, x), inside + "2 from 4 in steps of -1");
        assertRefused(IndexException.class, () -> apply(0, 1, 0, x), inside + "1 from 0 in steps of 0");
        assertRefused(IndexException.class, () -> apply(0, -1, 1, x), inside + "-1 from 0 in steps of 1");
    }

    private static Tensor apply(int start, int count, int step, Tensor x) {
        return Engine.apply(new Movement.Slice(0, start, count, step), x);
    }

    @Test
    void paddingOfNothing() {
        assertElements(X.pad(0, 0, 0), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertElements(X.pad(1, 1, 0, 7), Shape.of(2, 4), 7, 0, 1, 2, 7, 3, 4, 5);
        assertElements(X.pad(-1, 0, 1), Shape.of(2, 4), 0, 1, 2, 0, 3, 4, 5, 0);
        assertElements(X.pad(0, 1, 0, 7), Shape.of(3, 3), 7, 7, 7, 0, 1, 2, 3, 4, 5);
        assertRefused(
                ArgumentException.class, () -> X.pad(0, -1, 0), "pad: needs 0 or more elements on each side, got -1");
        assertRefused(
                ArgumentException.class,
                () -> X.pad(0, 0, -1),
                "pad: needs 0 or more elements on each side, got 0 and -1");
    }

    @Test
    void oneDimIsInferredWhereverItStands() {
        assertThat(X.reshape(-1, 2).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(X.reshape(3, -1).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(X.reshape(-1).shape()).isEqualTo(Shape.of(6));
        assertThat(X.reshape(6, -1).shape()).isEqualTo(Shape.of(6, 1));
        assertRefused(ShapeException.class, () -> X.reshape(-1, -1), "reshape: needs at most one dim to infer (-1)");
        assertRefused(ShapeException.class, () -> X.reshape(4, -1), "reshape: needs a size that the given dims divide");
        assertRefused(ShapeException.class, () -> X.reshape(0, -1), "reshape: needs a size that the given dims divide");
        assertThat(X.reshape(2, 3)).as("the same shape").isSameAs(X);
        assertThat(X.broadcastTo(2, 3)).as("the same shape").isSameAs(X);
    }

    @Test
    void placesAreCountedFromBothEnds() {
        assertElements(X.select(1, 2), Shape.of(2), 2, 5);
        assertElements(X.select(1, -3), Shape.of(2), 0, 3);
        assertElements(X.select(-1, 0), Shape.of(2), 0, 3);
        assertElements(X.select(0, -1), Shape.of(3), 3, 4, 5);
        assertRefused(
                IndexException.class,
                () -> X.select(1, 3),
                "select: needs a place from -3 to 2 along axis 1 of [2, 3], got 3");
        assertRefused(
                IndexException.class,
                () -> X.select(1, -4),
                "select: needs a place from -3 to 2 along axis 1 of [2, 3], got -4");
    }

    @Test
    void partsMayBeEmptyButMustFillTheAxis() {
        var parts = X.split(1, 0, 1, 2);
        assertElements(parts.get(0), Shape.of(2, 0));
        assertElements(parts.get(1), Shape.of(2, 1), 0, 3);
        assertElements(parts.get(2), Shape.of(2, 2), 1, 2, 4, 5);
        assertRefused(ShapeException.class, () -> X.split(1, 1, 1), "split: needs lengths that add up to 3");
        assertRefused(ShapeException.class, () -> X.split(1, 4, -1), "split: needs lengths that add up to 3");
    }

    @Test
    void repeatsOfNoneAndOfOne() {
        assertElements(X.repeat(0, 0), Shape.of(0, 3));
        assertElements(X.repeat(0, 1), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertElements(X.repeat(0, 2), Shape.of(4, 3), 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        assertElements(X.tile(2, 1), Shape.of(4, 3), 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
        assertElements(X.tile(1, 0), Shape.of(2, 0));
        assertRefused(ArgumentException.class, () -> X.repeat(0, -1), "repeat: needs a count of 0 or more, got -1");
        assertRefused(ArgumentException.class, () -> X.tile(1, -1), "tile: needs a count of 0 or more, got -1");
        assertRefused(ShapeException.class, () -> X.tile(2), "tile: needs one count for each axis of [2, 3], got 1");
    }

    @Test
    void turningRoundWhatIsEmpty() {
        assertElements(Tensor.zeros(DType.F64, Shape.of(2, 0)).flip(1), Shape.of(2, 0));
        assertElements(X.flip(), Shape.of(2, 3), 5, 4, 3, 2, 1, 0);
        assertElements(X.flip(0), Shape.of(2, 3), 3, 4, 5, 0, 1, 2);
        assertElements(X.flip(-1), Shape.of(2, 3), 2, 1, 0, 5, 4, 3);
    }

    @Test
    void axesOfLengthOne() {
        Tensor thin = X.reshape(1, 2, 1, 3);
        assertThat(thin.squeeze().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(thin.squeeze(0).shape()).isEqualTo(Shape.of(2, 1, 3));
        assertThat(thin.squeeze(2, 0).shape()).isEqualTo(Shape.of(2, 3));
        assertThat(Tensor.of(5.0).squeeze().shape()).isEqualTo(Shape.SCALAR);
        assertRefused(ShapeException.class, () -> thin.squeeze(1), "squeeze: needs axes of length 1, got axis 1");
        assertRefused(ShapeException.class, () -> Tensor.of(1.0).transpose(), "transpose: needs two axes or more");
        assertElements(X.transpose(), Shape.of(3, 2), 0, 3, 1, 4, 2, 5);
        assertElements(X.transpose(0, -1), Shape.of(3, 2), 0, 3, 1, 4, 2, 5);
    }

    @Test
    void meansOfTheLeastNumberOfElements() {
        assertThat(Tensor.of(4.0).mean().item()).isEqualTo(4);
        assertThat(Tensor.of(4.0).variance().item()).isZero();
        assertThat(Tensor.of(4.0, 6).variance(Axes.ALL, 1).item()).isEqualTo(2);
        assertThat(Tensor.of(4.0, 6).standardDeviation(Axes.ALL, 1).item()).isEqualTo(Math.sqrt(2));
        assertRefused(
                ShapeException.class,
                () -> Tensor.of(4.0).variance(Axes.ALL, 1),
                "variance: needs more than 1 element to reduce, got 1 of shape [1]");
        assertRefused(
                ShapeException.class,
                () -> Tensor.of(4.0).standardDeviation(Axes.ALL, 1),
                "standardDeviation: needs more than 1 element to reduce, got 1");
        Tensor none = Tensor.zeros(DType.F64, Shape.of(0));
        assertRefused(ShapeException.class, none::mean, "mean: needs more than 0 elements to reduce, got 0");
    }

    @Test
    void sumsBackOverWhatWasRepeated() {
        assertThat(X.sumTo(Shape.of(2, 3))).isSameAs(X);
        assertElements(X.sumTo(Shape.of(3)), Shape.of(3), 3, 5, 7);
        assertElements(X.sumTo(Shape.of(2, 1)), Shape.of(2, 1), 3, 12);
        assertElements(X.sumTo(Shape.SCALAR), Shape.SCALAR, 15);
        assertElements(X.reshape(1, 2, 3).sumTo(Shape.of(2, 3)), Shape.of(2, 3), 0, 1, 2, 3, 4, 5);
        assertElements(X.reshape(2, 1, 3).sumTo(Shape.of(1, 3)), Shape.of(1, 3), 3, 5, 7);
        assertRefused(
                ShapeException.class, () -> X.sumTo(Shape.of(2)), "sumTo: needs a shape that broadcasts to [2, 3]");
    }

    @Test
    void numbersAtTheirLimits() {
        Randomness random = Randomness.seeded(1);
        assertThat(Tensor.normal(DType.F64, Shape.of(3), 2, 0, random).toDoubleArray())
                .containsOnly(2);
        assertRefused(
                ArgumentException.class,
                () -> Tensor.normal(DType.F64, Shape.of(3), 2, -Double.MIN_VALUE, random),
                "normal: needs a standard deviation of 0 or more, got -4.9E-324");
        assertElements(Tensor.linspace(DType.F64, 1, 3, 2), Shape.of(2), 1, 3);
        assertElements(Tensor.linspace(DType.F64, 1, 3, 1), Shape.of(1), 1);
        assertElements(Tensor.linspace(DType.F64, 1, 3, 0), Shape.of(0));
        assertThat(Tensor.linspace(DType.F64, 0, 0.7, 8).get(7))
                .as("exactly the end")
                .isEqualTo(0.7);
        assertElements(Tensor.eye(DType.F64, 1), Shape.of(1, 1), 1);
        assertElements(Tensor.eye(DType.F64, 2), Shape.of(2, 2), 1, 0, 0, 1);
    }

    @Test
    void largestAndSmallestAlongEachAxis() {
        Tensor x = Tensor.of(new double[][] {{1, 5, 3}, {4, 2, 6}});
        assertThat(x.argMax(0).toArray()).containsExactly(1, 0, 1);
        assertThat(x.argMin(0).toArray()).containsExactly(0, 1, 0);
        assertThat(x.argMax(-1).toArray()).containsExactly(1, 2);
        assertThat(x.argMin(-1).toArray()).containsExactly(0, 1);
        assertRefused(
                ShapeException.class,
                () -> Tensor.zeros(2, 0).argMax(1),
                "argMax: needs at least one element along axis 1, got [2, 0]");
        assertThat(Tensor.zeros(0, 2).argMin(1).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void paddingOfOneSideAlone() {
        assertElements(X.pad(Padding.along(0, 1, 0)), Shape.of(3, 3), 0, 0, 0, 0, 1, 2, 3, 4, 5);
        assertElements(X.pad(Padding.along(0, 0, 1)), Shape.of(3, 3), 0, 1, 2, 3, 4, 5, 0, 0, 0);
        assertRefused(
                ArgumentException.class,
                () -> Padding.along(0, 1, -1),
                "pad: needs 0 or more elements on each side, got 1 and -1 along axis 0");
    }
}
