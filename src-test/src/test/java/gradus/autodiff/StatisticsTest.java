package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.check.GradientCheck;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the corrected statistics divide by, and what normalizations are made of. */
class StatisticsTest {
    private static final Tensor X = Tensor.of(new double[][] {{1, 3}, {2, 10}});

    @Test
    void aCorrectionIsTakenFromTheCount() {
        assertThat(X.variance(Axes.of(1), 0).toDoubleArray()).containsExactly(1, 16);
        assertThat(X.variance(Axes.of(1), 1).toDoubleArray()).containsExactly(2, 32);
        assertThat(X.standardDeviation(Axes.of(1), 0).toDoubleArray()).containsExactly(1, 4);
        assertThat(Tensor.of(-1.0, 0, 1).standardDeviation(Axes.ALL, 1).item()).isEqualTo(1);
    }

    @Test
    void standardizedNumbersHaveMeanZeroAndVarianceOne() {
        assertThat(X.standardize(Axes.of(1), 0).toDoubleArray()).containsExactly(-1, 1, -1, 1);
        assertThat(X.standardize(Axes.ALL, 0).mean().item()).isEqualTo(0);
        assertThat(X.standardize(Axes.ALL, 0).variance().item()).isCloseTo(1, within(1e-15));
        assertThat(Tensor.of(5.0, 5).standardize(Axes.ALL, 1e-5).toDoubleArray())
                .containsExactly(0, 0);
        Tensor.Moments moments = X.moments(Axes.of(1));
        assertThat(moments.mean().shape()).isEqualTo(Shape.of(2, 1));
        assertThat(moments.mean().toDoubleArray()).containsExactly(2, 6);
        assertThat(moments.variance().toDoubleArray()).containsExactly(1, 16);
        assertThat(moments.centered().toDoubleArray()).containsExactly(-1, 1, -4, 4);
    }

    /** The weights are arguments like others. */
    @Test
    void normalizationsReachWeightsAndStatistics() {
        Tensor weight = Tensor.of(2.0, 3);
        Tensor bias = Tensor.of(-1.0, 1);
        Tensor[] statistics = {Tensor.of(1.5, 6.5), Tensor.of(0.25, 12.25)};
        assertThat(X.layerNorm(weight, bias, 0).toDoubleArray()).containsExactly(-3, 4, -3, 4);
        assertThat(X.batchNorm(weight, bias, 0).toDoubleArray()).containsExactly(-3, -2, 1, 4);
        assertThat(X.batchNorm(statistics[0], statistics[1], weight, bias, 0).toDoubleArray())
                .containsExactly(-3, -2, 1, 4);
        assertThat(Derivatives.grad(w -> X.layerNorm(w, bias, 0).square().sum(), weight)
                        .toDoubleArray())
                .containsExactly(2 * (3 + 3), 2 * (4 + 4));
        GradientCheck.ofMany(x -> x.get(0).batchNorm(x.get(1), x.get(2), x.get(3), x.get(4), 0.1))
                .orders(2)
                .at(X, statistics[0], statistics[1], weight, bias)
                .requirePassed();
    }

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    @Test
    void normalizationsRefuseWhatDoesNotFit() {
        Tensor two = Tensor.of(1.0, 1);
        Tensor three = Tensor.of(1.0, 1, 1);
        Tensor single = Tensor.of(1f, 1f);
        refused(
                ShapeException.class,
                () -> X.layerNorm(three, three, 0),
                "layerNorm: needs weights of the shape of the last axes, none empty, got [3] for [2, 2]");
        refused(
                ShapeException.class,
                () -> X.layerNorm(Tensor.scalar(1.0), Tensor.scalar(1.0), 0),
                "layerNorm: needs weights of the shape of the last axes, none empty, got [] for [2, 2]");
        Tensor none = Tensor.zeros(DType.F64, Shape.of(0));
        refused(
                ShapeException.class,
                () -> Tensor.zeros(DType.F64, Shape.of(2, 0)).layerNorm(none, none, 0),
                "layerNorm: needs weights of the shape of the last axes, none empty, got [0] for [2, 0]");
        refused(
                ShapeException.class,
                () -> two.layerNorm(X, X, 0),
                "layerNorm: needs weights of the shape of the last axes, none empty, got [2, 2] for [2]");
        assertThat(two.layerNorm(two, two, 0).toDoubleArray()).as("all axes").hasSize(2);
        refused(ShapeException.class, () -> X.layerNorm(two, three, 0), "layerNorm: needs biases [2], got [3]");
        refused(
                ElementTypeException.class,
                () -> X.layerNorm(single, single, 0),
                "layerNorm: needs operands of one element type, got F64[2, 2] and F32[2]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        refused(
                ArgumentException.class,
                () -> X.layerNorm(two, two, -1),
                "layerNorm: needs a finite epsilon of 0 or more, got -1.0");
        refused(
                ArgumentException.class,
                () -> X.standardize(Axes.ALL, Double.NaN),
                "standardize: needs a finite epsilon of 0 or more, got NaN");
        refused(
                ShapeException.class,
                () -> Tensor.zeros(2, 0).standardize(Axes.of(1), 0),
                "moments: needs at least one element to reduce, got [2, 0]");
        refused(
                ShapeException.class,
                () -> X.batchNorm(three, two, 0),
                "batchNorm: needs a number for each feature, [2], got [3]");
        refused(
                ElementTypeException.class,
                () -> X.batchNorm(two, single, 0),
                "batchNorm: needs operands of one element type, got F64[2, 2] and F32[2]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        refused(
                ShapeException.class,
                () -> X.batchNorm(two, two, three, two, 0),
                "batchNorm: needs a number for each feature, [2], got [3]");
        refused(
                ShapeException.class,
                () -> two.batchNorm(two, two, 0),
                "batchNorm: needs a batch [n, features, ...], got [2]");
        refused(
                ShapeException.class,
                () -> X.slice(0, 0, 1).batchNorm(two, two, 0),
                "batchNorm: needs two numbers or more of each feature, got [1, 2]; or a mean and a variance");
        refused(
                ElementTypeException.class,
                () -> X.batchNorm(two, two, two, single, 0),
                "batchNorm: needs operands of one element type, got F64[2, 2] and F32[2]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        refused(
                ArgumentException.class,
                () -> X.batchNorm(two, two, two, two, Double.POSITIVE_INFINITY),
                "batchNorm: needs a finite epsilon of 0 or more, got Infinity");
    }

    @Test
    void theCountMustExceedTheCorrection() {
        assertThatThrownBy(() -> X.standardDeviation(Axes.of(1), 2))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("standardDeviation: needs more than 2 elements");
    }
}
