package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Standardized numbers whose squares leave the range of the type: a power of two changes nothing
 * but the powers of derivatives.
 */
class StandardizationRangeTest {
    private static final double[] NUMBERS = {0.3, -0.5, 0.7, 0.1};

    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(DType.F32, new int[] {17, 40, 66, 100, 126, -17, -40, -66, -100, -120}),
                Arguments.of(DType.F64, new int[] {129, 400, 664, 1000, 1022, -129, -400, -664, -1000, -1015}));
    }

    private static Tensor numbers(DType dtype) {
        return Tensor.of(NUMBERS).to(dtype);
    }

    private static double[] scaledBy(Tensor x, int exponent, DType dtype) {
        return Arrays.stream(x.toDoubleArray())
                .map(element ->
                        dtype == DType.F32 ? (float) Math.scalb(element, exponent) : Math.scalb(element, exponent))
                .map(element -> element + 0.0)
                .toArray();
    }

    private static Function<Tensor, Tensor> loss(DType dtype, double epsilon) {
        return x -> x.standardize(Axes.ALL, epsilon)
                .mul(Tensor.of(1.0, 2, -0.5, 3).to(dtype))
                .square()
                .sum();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void valuesAndDerivatives(DType dtype, int[] exponents) {
        Tensor x = numbers(dtype);
        for (int exponent : exponents) {
            Tensor scaled = Tensor.of(scaledBy(x, exponent, dtype)).to(dtype);
            assertThat(scaled.standardize(Axes.ALL, 0).toDoubleArray())
                    .as("2^%s", exponent)
                    .containsExactly(x.standardize(Axes.ALL, 0).toDoubleArray());
            Function<Tensor, Tensor> f = loss(dtype, 0);
            requireClose(
                    Derivatives.grad(f, scaled), scaledBy(Derivatives.grad(f, x), -exponent, dtype), dtype, exponent);
            requireClose(
                    Derivatives.hessian(f, scaled),
                    scaledBy(Derivatives.hessian(f, x), -2 * exponent, dtype),
                    dtype,
                    exponent);
        }
    }

    private static void requireClose(Tensor got, double[] wanted, DType dtype, int exponent) {
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        double[] numbers = got.toDoubleArray();
        for (int i = 0; i < wanted.length; i++) {
            if (Double.isInfinite(wanted[i])) { // also as the sum of parts that overflow to either side
                assertThat(numbers[i]).as("2^%s, element %s", exponent, i).matches(n -> !Double.isFinite(n));
            } else {
                double size = Math.min(largest, 1e5 * Math.abs(wanted[i]));
                double bound = 1e-5 * size + (dtype == DType.F32 ? 0x1p-148 : 0x1p-1073);
                assertThat(numbers[i]).as("2^%s, element %s", exponent, i).isCloseTo(wanted[i], within(bound));
            }
        }
    }

    @Test
    void examples() {
        double root = Math.sqrt(1.5);
        assertThat(Tensor.of(1e200, -1e200, 3e200).standardize(Axes.ALL, 0).toDoubleArray())
                .containsExactly(new double[] {0, -root, root}, within(1e-14));
        assertThat(Tensor.of(1e-200, -1e-200).standardize(Axes.ALL, 0).toDoubleArray())
                .containsExactly(1, -1);
        assertThat(Tensor.of(3e38f, 3e38f, 1e38f).standardize(Axes.ALL, 0).toDoubleArray())
                .as("their sum overflows")
                .containsExactly(new double[] {root / Math.sqrt(3), root / Math.sqrt(3), -Math.sqrt(2)}, within(1e-6));
        assertThat(Tensor.of(5e-324, 0).standardize(Axes.ALL, 0).toDoubleArray())
                .as("the mean rounds to one of them")
                .containsExactly(1, -1);
    }

    /** The variance keeps its digits where the numbers that it is guessed from lie a thousand deviations off. */
    @Test
    void theFirstNumbersLieFarAway() {
        double[] numbers = new double[200_000];
        Arrays.setAll(numbers, i -> i < 40 ? 1e10 + i : i % 1000 - 0.3);
        double mean = Arrays.stream(numbers).sum() / numbers.length;
        double variance =
                Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum() / numbers.length;
        Tensor x = Tensor.of(numbers);
        assertThat(x.variance().item()).isCloseTo(variance, within(1e-14 * variance));
        double[] standardized = x.standardize(Axes.ALL, 0).toDoubleArray();
        for (int i : new int[] {0, 39, 40, 199_999}) {
            double wanted = (numbers[i] - mean) / Math.sqrt(variance);
            assertThat(standardized[i]).as("element %s", i).isCloseTo(wanted, within(1e-14 * Math.abs(wanted)));
        }
    }

    /** A scale for the epsilon alone would take the numbers out of range. */
    @Test
    void equalHugeNumbersWithATinyEpsilon() {
        assertThat(Tensor.full(DType.F64, Shape.of(5), 1e300)
                        .standardize(Axes.ALL, 1e-300)
                        .toDoubleArray())
                .containsOnly(0);
    }

    /** A cotangent of 0 is 0, whatever the weight, and so are its effects on the others of the group. */
    @ParameterizedTest
    @EnumSource
    void weightsThatAreNoNumbersDoNotSpread(DType dtype) {
        Tensor x = Tensor.of(0.5, 1, 3, -2).to(dtype);
        Tensor weight = Tensor.of(1.0, Double.POSITIVE_INFINITY, 2, Double.NaN).to(dtype);
        Tensor zeros = Tensor.zeros(dtype, Shape.of(4));
        Function<Tensor, Tensor> some = z -> {
            Tensor y = z.layerNorm(weight, zeros, 0.1);
            return y.select(0, 0).add(y.select(0, 2));
        };
        Tensor finite = Tensor.of(1.0, 0, 2, 0).to(dtype);
        assertThat(Derivatives.grad(some, x).toDoubleArray())
                .containsExactly(
                        Derivatives.grad(z -> z.layerNorm(finite, zeros, 0.1).sum(), x)
                                .toDoubleArray());
    }

    /** Each row has a scale of its own. */
    @ParameterizedTest
    @EnumSource
    void rowsDoNotKnowOfEachOther(DType dtype) {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.of(Shape.of(5, 3), 1, 2, 4, 1e20, -1e20, 2e20, .1, .1, .1, 3e-25, 1e-25, 2e-25, 1, inf, 2)
                .to(dtype);
        Tensor ones = Tensor.ones(dtype, Shape.of(3));
        Tensor zeros = Tensor.zeros(dtype, Shape.of(3));
        Tensor rows = x.layerNorm(ones, zeros, 0);
        Tensor columns = x.transpose().batchNorm(Tensor.ones(dtype, Shape.of(5)), Tensor.zeros(dtype, Shape.of(5)), 0);
        for (int row = 0; row < 5; row++) {
            double[] alone = x.select(0, row).standardize(Axes.ALL, 0).toDoubleArray();
            assertThat(rows.select(0, row).toDoubleArray()).as("row %s", row).containsExactly(alone);
            assertThat(columns.select(1, row).toDoubleArray()).as("row %s", row).containsExactly(alone);
        }
        assertThat(rows.select(0, 2).toDoubleArray()).containsOnly(0);
        assertThat(rows.select(0, 4).toDoubleArray()).containsOnly(Double.NaN);
        double third = Math.sqrt(1.5);
        assertThat(rows.select(0, 3).toDoubleArray()).containsExactly(new double[] {third, -third, 0}, within(1e-6));
        Tensor ordinary = x.select(0, 0).reshape(1, 3);
        Tensor centered = ordinary.sub(ordinary.mean(Axes.of(1).kept()));
        Tensor variance = centered.square().mean(Axes.of(1).kept());
        assertThat(rows.select(0, 0).toDoubleArray())
                .containsExactly(
                        centered.mul(variance.rsqrt()).toDoubleArray(), within(dtype == DType.F32 ? 3e-7 : 5e-16));
    }

    /** As the deviation's: all derivatives are 0 where it is 0. */
    @ParameterizedTest
    @EnumSource
    void equalNumbersWithoutEpsilon(DType dtype) {
        for (double value : new double[] {0.1, 0, 3e37, 1e-40}) {
            Tensor x = Tensor.full(dtype, Shape.of(4), value);
            assertThat(x.standardize(Axes.ALL, 0).toDoubleArray()).containsOnly(0);
            assertThat(Derivatives.grad(loss(dtype, 0), x).toDoubleArray()).containsOnly(0);
            assertThat(Derivatives.hessian(loss(dtype, 0), x).toDoubleArray()).containsOnly(0);
        }
    }

    /** As in training, where a feature of equal numbers is 0: also with respect to the mean and the variance. */
    @ParameterizedTest
    @EnumSource
    void aGivenVarianceOfZeroWithoutEpsilon(DType dtype) {
        double inf = Double.POSITIVE_INFINITY;
        Tensor x = Tensor.of(new double[][] {{5, 1}, {5, 3}, {6, 5}}).to(dtype);
        Tensor mean = Tensor.of(5.0, 3).to(dtype);
        Tensor variance = Tensor.of(0.0, 4).to(dtype);
        Tensor weight = Tensor.of(2.0, 2).to(dtype);
        Tensor bias = Tensor.of(0.5, 0).to(dtype);
        assertThat(x.batchNorm(mean, variance, weight, bias, 0).toDoubleArray())
                .containsExactly(0.5, -2, 0.5, 0, inf, 2);
        Tensor atMean = x.slice(0, 0, 2);
        Function<ImmutableList<Tensor>, Tensor> f = inputs -> inputs.get(0)
                .batchNorm(inputs.get(1), inputs.get(2), inputs.get(3), inputs.get(4), 0)
                .square()
                .sum();
        ImmutableList<Tensor> at = Lists.immutable.with(atMean, mean, variance, weight, bias);
        ImmutableList<Tensor> first = Derivatives.grad(f, at);
        assertThat(first.get(0).toDoubleArray()).containsExactly(0, -4, 0, 0);
        assertThat(first.get(1).toDoubleArray()).containsExactly(0, 4);
        assertThat(first.get(2).toDoubleArray()).containsExactly(0, -1);
        assertThat(first.get(3).toDoubleArray()).containsExactly(0, 4);
        assertThat(first.get(4).toDoubleArray()).containsExactly(2, -4);
        Derivatives.hessian(f, at)
                .forEach(
                        row -> row.forEach(block -> assertThat(block.isFinite()).isTrue()));
    }

    /** With epsilon the derivative at equal numbers is that of centering, divided by its root. */
    @ParameterizedTest
    @EnumSource
    void equalNumbersWithATinyEpsilon(DType dtype) {
        Tensor x = Tensor.full(dtype, Shape.of(4), 3e37);
        double epsilon = 0x1p-80;
        Function<Tensor, Tensor> first = z -> z.standardize(Axes.ALL, epsilon).select(0, 0);
        assertThat(Derivatives.grad(first, x).mul(0x1p-40).toDoubleArray()).containsExactly(0.75, -0.25, -0.25, -0.25);
    }

    /** Epsilon counts where it is of the size of the variance, however small both are. */
    @ParameterizedTest
    @EnumSource
    void epsilonIsScaledToo(DType dtype) {
        int exponent = -60;
        Tensor x = Tensor.of(scaledBy(numbers(dtype), exponent, dtype)).to(dtype);
        double epsilon = 0x1p-2;
        Tensor wanted = numbers(dtype).standardize(Axes.ALL, epsilon);
        assertThat(x.standardize(Axes.ALL, Math.scalb(epsilon, 2 * exponent)).toDoubleArray())
                .containsExactly(wanted.toDoubleArray());
        assertThat(Derivatives.grad(loss(dtype, Math.scalb(epsilon, 2 * exponent)), x)
                        .toDoubleArray())
                .containsExactly(scaledBy(Derivatives.grad(loss(dtype, epsilon), numbers(dtype)), -exponent, dtype));
    }
}
