package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operators whose kernels look at a first element, of tensors that have none: results and gradients
 * in the right shapes.
 */
class EmptyOperandsTest {
    private static Tensor empty(DType dtype, int... dims) {
        return Tensor.zeros(dtype, Shape.of(dims)).asVariable();
    }

    private static void assertEmptyGradient(Tensor y, Tensor x) {
        Tensor gradient = y.gradients(Tensor.ones(y.dtype(), y.shape())).of(x);
        assertThat(gradient.shape()).isEqualTo(x.shape());
    }

    @ParameterizedTest
    @EnumSource
    void probabilities(DType dtype) {
        for (int[] dims : new int[][] {{0, 3}, {3, 0}, {0}, {2, 0, 3}}) {
            Tensor x = empty(dtype, dims);
            for (int axis = 0; axis < dims.length; axis++) {
                for (Tensor y : Lists.immutable.with(x.softmax(axis), x.logSoftmax(axis))) {
                    assertThat(y.shape()).isEqualTo(x.shape());
                    assertEmptyGradient(y, x);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void products(DType dtype) {
        Tensor x = empty(dtype, 2, 0);
        Tensor y = x.prod(1);
        assertThat(y.toDoubleArray()).containsExactly(1, 1);
        assertEmptyGradient(y, x);
    }

    @ParameterizedTest
    @EnumSource
    void linearOfNoRowsNoFeaturesAndNoOutputs(DType dtype) {
        Tensor bias = Tensor.of(5.0, 7.0).to(dtype);
        assertThat(empty(dtype, 0, 3).linear(empty(dtype, 2, 3), bias).shape()).isEqualTo(Shape.of(0, 2));
        assertThat(empty(dtype, 2, 0).linear(empty(dtype, 2, 0), bias).toDoubleArray())
                .containsExactly(5, 7, 5, 7);
        Tensor none = empty(dtype, 0);
        assertThat(empty(dtype, 2, 3).linear(empty(dtype, 0, 3), none).shape()).isEqualTo(Shape.of(2, 0));
        Tensor x = empty(dtype, 4, 0);
        Tensor weight = empty(dtype, 2, 0);
        assertEmptyGradient(x.linear(weight, bias), x);
        assertEmptyGradient(x.linear(weight, bias), weight);
    }
}
