package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Products of numbers of any size: the value and its derivatives are right wherever they are numbers of the type. */
class ProductGradientTest {
    private static final MathContext DIGITS = new MathContext(40);
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private static Tensor third(Tensor x) {
        return Derivatives.jacobian(at -> Derivatives.hessian(z -> z.prod(), at), x);
    }

    /**
     * The product of all elements but those at the given places; 0 if a place comes twice, as no
     * element is squared.
     */
    private static double without(double[] x, Integer... places) {
        Set<Integer> left = Set.copyOf(Arrays.asList(places).stream().distinct().toList());
        BigDecimal product = left.size() < places.length ? BigDecimal.ZERO : BigDecimal.ONE;
        for (int i = 0; i < x.length; i++) {
            product = left.contains(i) ? product : product.multiply(new BigDecimal(x[i]), DIGITS);
        }
        return product.doubleValue();
    }

    private static void requireClose(DType dtype, double got, double wanted, String what) {
        double expected = dtype == DType.F32 ? (float) wanted : wanted;
        double part = dtype == DType.F32 ? 3e-7 : 1e-14;
        if (Double.isInfinite(expected)) {
            assertThat(got).as(what).isEqualTo(expected);
        } else {
            double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
            assertThat(got).as(what).isCloseTo(expected, within(part * Math.abs(expected) + 2 * least));
        }
    }

    @Test
    void neitherOverflowNorUnderflowOnTheWay() {
        var x = Tensor.of(1e-200, 1e200, 1e200, 1e-200).asVariable();
        assertThat(x.prod().gradients().of(x).toDoubleArray())
                .containsExactly(new double[] {1e200, 1e-200, 1e-200, 1e200}, within(1e186));
        assertThat(x.prod().gradients().of(x).get(1)).isCloseTo(1e-200, within(1e-214));
        var y = Tensor.of(1e-30f, 1e-30f, 2f, 1e30f, 1e30f).asVariable();
        double[] slopes = y.prod().gradients().of(y).toDoubleArray();
        double[] wanted = {2e30, 2e30, 1, 2e-30, 2e-30};
        for (int i = 0; i < wanted.length; i++) {
            assertThat(slopes[i]).isCloseTo(wanted[i], within(1e-6 * wanted[i]));
        }
    }

    @ParameterizedTest
    @CsvSource({"F64, 300", "F64, 150", "F32, 37", "F32, 18"})
    void everyDerivativeIsTheProductOfTheOthers(DType dtype, int powers) {
        var random = new Random(powers);
        for (int round = 0; round < 60; round++) {
            double[] drawn = new double[2 + random.nextInt(4)];
            Arrays.setAll(
                    drawn,
                    _ -> (random.nextBoolean() ? 1 : -1)
                            * (1 + random.nextDouble())
                            * StrictMath.pow(10, random.nextInt(-powers, powers + 1)));
            if (random.nextInt(4) == 0) {
                drawn[random.nextInt(drawn.length)] = 0;
            }
            Tensor x = Tensor.of(drawn).to(dtype);
            double[] elements = x.toDoubleArray();
            String what = dtype + " " + Arrays.toString(elements);
            requireClose(dtype, x.prod().item(), without(elements), what);
            double[] first = Derivatives.grad(z -> z.prod(), x).toDoubleArray();
            Tensor second = Derivatives.hessian(z -> z.prod(), x);
            Tensor third = third(x);
            for (int i = 0; i < elements.length; i++) {
                requireClose(dtype, first[i], without(elements, i), what);
                for (int j = 0; j < elements.length; j++) {
                    requireClose(dtype, second.get(i, j), without(elements, i, j), what);
                    for (int k = 0; k < elements.length; k++) {
                        requireClose(dtype, third.get(i, j, k), without(elements, i, j, k), what);
                    }
                }
            }
        }
    }

    /** The gradient is beyond the range, what is asked for is not. */
    @Test
    void aDerivativeOutOfRangeSpoilsNoHigherOne() {
        var small = Derivatives.hessian(z -> z.prod(), Tensor.of(1, 1e-200, 1e-200));
        assertThat(small.get(0, 1)).isEqualTo(1e-200);
        assertThat(small.get(1, 2)).isEqualTo(1);
        var large = Derivatives.hessian(z -> z.prod(), Tensor.of(1, 1e200, 1e200));
        assertThat(large.get(0, 1)).isEqualTo(1e200);
        assertThat(large.get(0, 0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void alongARowAndForward(DType dtype) {
        Tensor x = Tensor.of(0x1p-100, 0x1p100, 0x1p100, 0x1p-100).to(dtype);
        Tensor v = Tensor.of(0, 1.0, 0x1p-100, 0).to(dtype);
        // f = abcd; along v: cd a v1 + abd v2
        assertThat(Derivatives.jvp(z -> z.prod(), x, v).item())
                .isEqualTo(0x1p-100 + 0x1p-200 * (dtype == DType.F32 ? 0 : 1));
        assertThat(Derivatives.hvp(z -> z.prod(), x, v).get(0)).isEqualTo(1 + 0x1p-100);
    }

    @ParameterizedTest
    @EnumSource
    void zeros(DType dtype) {
        Tensor one = Tensor.of(0x1p100, 0x1p100, 0, 0x1p-120).to(dtype);
        assertThat(Derivatives.grad(z -> z.prod(), one).toDoubleArray()).containsExactly(0, 0, 0x1p80, 0);
        assertThat(Derivatives.hessian(z -> z.prod(), one).get(2, 3)).isEqualTo(dtype == DType.F32 ? INF : 0x1p200);
        Tensor two = Tensor.of(0x1p100, 0, 0, 0x1p-120).to(dtype);
        assertThat(Derivatives.grad(z -> z.prod(), two).toDoubleArray()).containsOnly(0);
        assertThat(Derivatives.hessian(z -> z.prod(), two).get(1, 2)).isEqualTo(0x1p-20);
        assertThat(third(two).get(1, 2, 0)).isEqualTo(0x1p-120);
    }

    @Test
    void infinitiesAndNaN() {
        assertThat(Derivatives.grad(z -> z.prod(), Tensor.of(INF, 2, 0)).toDoubleArray())
                .containsExactly(0, NAN, INF);
        assertThat(Derivatives.grad(z -> z.prod(), Tensor.of(NAN, 2, 3)).toDoubleArray())
                .containsExactly(6, NAN, NAN);
        Tensor hessian = Derivatives.hessian(z -> z.prod(), Tensor.of(INF, 2, 3));
        assertThat(hessian.get(0, 1)).isEqualTo(3);
        assertThat(hessian.get(1, 2)).isEqualTo(INF);
    }

    @ParameterizedTest
    @EnumSource
    void everyRowByItself(DType dtype) {
        double[] row = {0x1p100, 0x1p-90, 0x1p100, 0x1p-100};
        Tensor x = Tensor.zeros(dtype, Shape.of(3, 4, 2))
                .add(Tensor.of(row).to(dtype).reshape(1, 4, 1));
        Tensor slopes = Derivatives.grad(z -> z.prod(1).sum(), x);
        assertThat(slopes.shape()).isEqualTo(x.shape());
        for (int outer = 0; outer < 3; outer++) {
            for (int inner = 0; inner < 2; inner++) {
                assertThat(slopes.select(2, inner).select(0, outer).toDoubleArray())
                        .containsExactly(0x1p-90, 0x1p100, 0x1p-90, 0x1p110);
            }
        }
        assertThat(x.prod(Axes.of(1).kept()).toDoubleArray()).containsOnly(0x1p10);
        Tensor both = Tensor.of(row).to(dtype).reshape(2, 1, 2);
        assertThat(Derivatives.grad(z -> z.prod(0, 2).sum(), both).toDoubleArray())
                .containsExactly(0x1p-90, 0x1p100, 0x1p-90, 0x1p110);
    }

    @ParameterizedTest
    @EnumSource
    void theValueInAnyOrder(DType dtype) {
        Tensor x = Tensor.of(0x1p100, 0x1p100, -0x1p-100, 0x1p-99).to(dtype);
        assertThat(x.prod().item()).isEqualTo(-2);
        assertThat(x.flip(0).prod().item()).isEqualTo(-2);
        assertThat(x.reshape(4, 1).broadcastTo(Shape.of(4, 3)).prod(0).toDoubleArray())
                .containsOnly(-2);
        assertThat(Tensor.of(0x1p100, 0x1p100).to(dtype).prod().item()).isEqualTo(dtype == DType.F32 ? INF : 0x1p200);
        assertThat(Tensor.of(0x1p-100, 0x1p-49).to(dtype).prod().item()).isEqualTo(0x1p-149);
        double least = dtype == DType.F32 ? Float.MIN_VALUE : Double.MIN_VALUE;
        assertThat(Tensor.of(least, least, 1 / (float) 0x1p-100, 0x1p100, 0x1p98)
                        .to(dtype)
                        .prod()
                        .item())
                .isEqualTo(dtype == DType.F32 ? 1 : 0);
    }

    @Test
    void longRows() {
        var random = new Random(5);
        double[] drawn = new double[3000];
        Arrays.setAll(drawn, i -> (0.5 + 1.5 * random.nextDouble()) * (i < 1500 ? 1e-3 : 1e3));
        Tensor x = Tensor.of(drawn).to(DType.F32);
        double[] elements = x.toDoubleArray();
        double[] slopes = Derivatives.grad(z -> z.prod(), x).toDoubleArray();
        for (int i = 0; i < slopes.length; i += 499) {
            requireClose(DType.F32, slopes[i], without(elements, i), "element " + i);
        }
    }

    @Test
    void directionsOfAnotherShapeAreRefused() {
        org.assertj.core.api.Assertions.assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Applied.of(
                        new ReductionDerivatives.ProdDerivative(Axes.ALL),
                        org.eclipse.collections.api.factory.Lists.immutable.with(Tensor.ones(2), Tensor.ones(3))))
                .withMessage("prodDerivative: needs directions of shape [2], got [3]");
    }
}
