package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The functions that must not overflow or cancel on the way: for huge and for tiny inputs, in both
 * types, with gradients.
 */
class StabilityTest {
    /** e^-50, to all digits of a double. */
    private static final double E_MINUS_50 = 1.9287498479639178e-22;

    private static double huge(DType dtype) {
        return dtype == DType.F32 ? 1e30 : 1e300;
    }

    private static Tensor tensor(DType dtype, double... elements) {
        return Tensor.of(elements).to(dtype);
    }

    /** The value of f(x) and after it the gradient of its sum. */
    private static double[] valueAndSlopes(DType dtype, UnaryOperator<Tensor> f, double... x) {
        Tensor variable = tensor(dtype, x).asVariable();
        Tensor y = f.apply(variable);
        double[] value = y.toDoubleArray();
        double[] slopes =
                y.gradients(Tensor.ones(dtype, y.shape())).of(variable).toDoubleArray();
        double[] both = Arrays.copyOf(value, value.length + slopes.length);
        System.arraycopy(slopes, 0, both, value.length, slopes.length);
        return both;
    }

    private static void check(DType dtype, UnaryOperator<Tensor> f, double[] x, double... expected) {
        double precision = dtype == DType.F32 ? 1e-6 : 1e-14;
        double[] got = valueAndSlopes(dtype, f, x);
        assertThat(got).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i])
                    .as("%s: %s", i, Arrays.toString(got))
                    .isCloseTo(expected[i], within(precision * Math.abs(expected[i])));
        }
    }

    private static double[] at(double... x) {
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void activationsOfHugeNumbers(DType dtype) {
        double big = tensor(dtype, huge(dtype)).toDoubleArray()[0];
        check(dtype, Tensor::softplus, at(big, -big), big, 0, 1, 0);
        check(dtype, Tensor::logSigmoid, at(big, -big), 0, -big, 0, 1);
        check(dtype, Tensor::sigmoid, at(big, -big), 1, 0, 0, 0);
        check(dtype, Tensor::tanh, at(big, -big), 1, -1, 0, 0);
        check(dtype, Tensor::erf, at(big, -big), 1, -1, 0, 0);
        check(dtype, Tensor::silu, at(big, -big), big, 0, 1, 0);
        check(dtype, Tensor::gelu, at(big, -big), big, 0, 1, 0);
        check(dtype, x -> x.elu(1), at(big, -big), big, -1, 1, 0);
    }

    @ParameterizedTest
    @EnumSource
    void activationsKeepTinyTails(DType dtype) {
        check(dtype, Tensor::softplus, at(-50), E_MINUS_50, E_MINUS_50);
        check(dtype, Tensor::sigmoid, at(-50), E_MINUS_50, E_MINUS_50);
        check(dtype, Tensor::logSigmoid, at(50), -E_MINUS_50, E_MINUS_50);
        check(dtype, Tensor::expm1, at(1e-20), 1e-20, 1);
        check(dtype, Tensor::log1p, at(1e-20), 1e-20, 1);
    }

    @ParameterizedTest
    @EnumSource
    void normalizationsOfHugeLogits(DType dtype) {
        double big = tensor(dtype, huge(dtype)).toDoubleArray()[0];
        check(dtype, x -> x.logSumExp(), at(big, big), big, 0.5, 0.5);
        check(dtype, x -> x.logSumExp(), at(-big, 3), 3, 0, 1);
        check(dtype, x -> x.logSumExp(), at(1000, 1000), 1000 + Math.log(2), 0.5, 0.5);
        check(dtype, x -> x.softmax(0), at(big, big, -big), 0.5, 0.5, 0, 0, 0, 0);
        check(dtype, x -> x.logSoftmax(0).slice(0, 0, 1), at(big, big), -Math.log(2), 0.5, -0.5);
        check(dtype, x -> x.logSoftmax(0).slice(0, 1, 2), at(big, 0), -big, -1, 1);
        check(dtype, x -> x.crossEntropy(Indices.of(Shape.SCALAR, 1)), at(big, 0), big, 1, -1);
        check(dtype, x -> x.crossEntropy(tensor(dtype, 0, 1)), at(big, 0), big, 1, -1);
    }

    /** Of the gradients, which are probabilities less 0 or 1, only the absolute size is kept. */
    @ParameterizedTest
    @EnumSource
    void normalizationsKeepTinyDifferences(DType dtype) {
        check(dtype, x -> x.logSumExp(), at(0, -50), E_MINUS_50, 1, E_MINUS_50);
        checkValue(dtype, x -> x.logSoftmax(0), -E_MINUS_50, -50);
        checkValue(dtype, x -> x.crossEntropy(Indices.of(Shape.SCALAR, 0)), E_MINUS_50);
        checkValue(dtype, x -> x.crossEntropy(tensor(dtype, 1, 0)), E_MINUS_50);
    }

    private static void checkValue(DType dtype, UnaryOperator<Tensor> f, double... expected) {
        double precision = dtype == DType.F32 ? 1e-7 : 1e-15;
        double[] got = f.apply(tensor(dtype, 0, -50)).toDoubleArray();
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(expected[i], within(precision * Math.abs(expected[i])));
        }
    }

    @ParameterizedTest
    @EnumSource
    void binaryCrossEntropyOfHugeAndTinyLogits(DType dtype) {
        double big = tensor(dtype, huge(dtype)).toDoubleArray()[0];
        UnaryOperator<Tensor> towardsOne = x -> x.binaryCrossEntropy(Tensor.ones(dtype, x.shape()));
        UnaryOperator<Tensor> towardsZero = x -> x.binaryCrossEntropy(Tensor.zeros(dtype, x.shape()));
        check(dtype, towardsOne, at(big, -big), 0, big, 0, -1);
        check(dtype, towardsZero, at(big, -big), big, 0, 1, 0);
        check(dtype, towardsOne, at(50), E_MINUS_50, -E_MINUS_50);
        check(dtype, towardsZero, at(-50), E_MINUS_50, E_MINUS_50);
        check(dtype, x -> x.binaryCrossEntropy(tensor(dtype, 0.25)), at(0), Math.log(2), 0.25);
    }

    @ParameterizedTest
    @EnumSource
    void normOfHugeAndTinyVectors(DType dtype) {
        double big = dtype == DType.F32 ? 0x1p100 : 0x1p1000;
        check(dtype, x -> x.norm(), at(3 * big, 4 * big), 5 * big, 0.6, 0.8);
        check(dtype, x -> x.norm(), at(3 / big, -4 / big), 5 / big, 0.6, -0.8);
        check(dtype, x -> x.norm(), at(Double.MIN_VALUE * 0, 4 / big), 4 / big, 0, 1);
    }

    private static final ImmutableMap<String, UnaryOperator<Tensor>> STABLE = Maps.immutable
            .with("softplus", (UnaryOperator<Tensor>) Tensor::softplus)
            .newWithKeyValue("logSigmoid", Tensor::logSigmoid)
            .newWithKeyValue("sigmoid", Tensor::sigmoid)
            .newWithKeyValue("tanh", Tensor::tanh)
            .newWithKeyValue("erf", Tensor::erf)
            .newWithKeyValue("silu", Tensor::silu)
            .newWithKeyValue("gelu", Tensor::gelu)
            .newWithKeyValue("elu", x -> x.elu(1))
            .newWithKeyValue("logSumExp", x -> x.logSumExp())
            .newWithKeyValue("softmax", x -> x.softmax(0).square())
            .newWithKeyValue("logSoftmax", x -> x.logSoftmax(0))
            .newWithKeyValue("crossEntropy", x -> x.crossEntropy(Indices.of(Shape.SCALAR, 2)))
            .newWithKeyValue(
                    "binaryCrossEntropy",
                    x -> x.binaryCrossEntropy(x.detach().mul(0).add(0.5)))
            .newWithKeyValue("norm", x -> x.norm());

    @ParameterizedTest
    @EnumSource
    void nothingFiniteGivesAnythingElse(DType dtype) {
        double big = huge(dtype);
        double tiny = dtype == DType.F32 ? 0x1p-149 : Double.MIN_VALUE;
        double[] x = {0, -0.0, tiny, -tiny, 1 / big, 1e-3, 1, -1, 30, -30, 90, -90, 800, -800, 1e5, -1e5, big, -big};
        STABLE.forEachKeyValue(
                (name, f) -> assertThat(valueAndSlopes(dtype, f, x)).as(name).satisfies(StabilityTest::allFinite));
    }

    private static void allFinite(double[] elements) {
        for (double element : elements) {
            assertThat(element).isFinite();
        }
    }
}
