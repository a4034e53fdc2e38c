package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long sums keep the bound that docs/conventions.md promises: (512 + log₂(n / 512) + 1) u times the sum of the terms'
 * sizes. One term after the other breaks it from some thousand terms of one sign on.
 */
class LongSumErrorTest {
    private static final int BLOCK = 512;

    private static double unit(DType dtype) {
        return dtype == DType.F32 ? 0x1p-24 : 0x1p-53;
    }

    private static double bound(DType dtype, int terms, double sizes) {
        int joins = terms <= BLOCK ? 0 : 32 - Integer.numberOfLeadingZeros((terms - 1) / BLOCK);
        return (BLOCK + joins + 1) * unit(dtype) * sizes;
    }

    @Test
    void manyOnesAreCounted() {
        Tensor ones = Tensor.ones(DType.F32, Shape.of(1 << 25));
        assertThat(ones.dot(ones).item()).isEqualTo(33554432);
        assertThat(ones.matmul(ones.reshape(1 << 25, 1)).sum().item()).isEqualTo(33554432);
        assertThat(ones.cumulativeSum(0).max().item()).isEqualTo(33554432);
        assertThat(Tensor.zeros(DType.F32, Shape.of(2))
                        .indexAdd(0, Indices.of(new int[1 << 25]), ones)
                        .toDoubleArray())
                .containsExactly(33554432, 0);
    }

    /** Tenths round each time, and always the same way in a range of sums: the worst case in practice. */
    @ParameterizedTest
    @EnumSource
    void productsOfTenthsStayWithinTheBound(DType dtype) {
        int n = 3_000_001;
        Tensor x = Tensor.full(dtype, Shape.of(n), 0.1);
        double term = x.get(0);
        BigDecimal exact = new BigDecimal(term).multiply(new BigDecimal(term)).multiply(BigDecimal.valueOf(n));
        assertWithin(dtype, n, x.dot(x).item(), exact);
        assertWithin(dtype, n, x.einsum("i,i->", x).item(), exact);
        assertWithin(
                dtype,
                n,
                x.reshape(1, n)
                        .linear(x.reshape(1, n), Tensor.zeros(dtype, Shape.of(1)))
                        .item(),
                exact);
    }

    /** The gradients of a weight and of a look-up, and running sums. */
    @ParameterizedTest
    @EnumSource
    void sumsOfTenthsStayWithinTheBound(DType dtype) {
        int n = 3_000_001;
        Tensor x = Tensor.full(dtype, Shape.of(n), 0.1);
        BigDecimal exact = new BigDecimal(x.get(0)).multiply(BigDecimal.valueOf(n));
        Tensor weight = Tensor.zeros(dtype, Shape.of(1, 1)).asVariable();
        Tensor ones = Tensor.ones(dtype, Shape.of(n, 1));
        Tensor rows = ones.linear(weight, Tensor.zeros(dtype, Shape.of(1)));
        assertWithin(dtype, n, rows.gradients(x.reshape(n, 1)).of(weight).item(), exact);
        Tensor table = Tensor.zeros(dtype, Shape.of(2)).asVariable();
        Tensor looked = table.indexSelect(0, Indices.of(new int[n]));
        assertWithin(dtype, n, looked.gradients(x).of(table).get(0), exact);
        assertWithin(dtype, n, x.cumulativeSum(0).get(n - 1), exact);
    }

    private static void assertWithin(DType dtype, int terms, double sum, BigDecimal exact) {
        double error = new BigDecimal(sum).subtract(exact).abs().doubleValue();
        assertThat(error).isLessThanOrEqualTo(bound(dtype, terms, exact.doubleValue()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, 10_000_000})
    void randomProductsAreAsGoodAsNumpys(int n) {
        Random random = new Random(n);
        float[] a = new float[n];
        float[] b = new float[n];
        double exact = 0;
        for (int i = 0; i < n; i++) {
            a[i] = random.nextFloat();
            b[i] = random.nextFloat();
            exact += (double) a[i] * b[i];
        }
        double sum = Tensor.of(a).dot(Tensor.of(b)).item();
        assertThat(Math.abs(sum - exact) / exact).isLessThan(2e-6);
    }
}
