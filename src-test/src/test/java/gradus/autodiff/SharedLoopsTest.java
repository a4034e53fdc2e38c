package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.threads.Parallel;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Loops along middle axes, and normalizations, large enough for several threads: the same bits on any number. */
class SharedLoopsTest {
    private final int before = Parallel.threads();

    static Stream<Arguments> functions() {
        return Stream.of(
                of("softmax", x -> x.softmax(1)),
                of("logSoftmax", x -> x.logSoftmax(1)),
                of("logSumExp", x -> x.logSumExp(Axes.of(1))),
                of("norm", x -> x.norm(Axes.of(1))),
                of("max", x -> x.max(Axes.of(1))),
                of("min", x -> x.min(Axes.of(1))),
                of("sum", x -> x.sum(Axes.of(1))),
                of("cumulativeSum", x -> x.cumulativeSum(1)),
                of("variance of channels", x -> x.variance(Axes.of(0, 2))),
                of("standardized rows", x -> x.standardize(Axes.of(2), 1e-5)),
                of("standardized columns", x -> x.standardize(Axes.of(0), 1e-5)));
    }

    private static Arguments of(String name, UnaryOperator<Tensor> function) {
        return Arguments.of(name, function);
    }

    @AfterEach
    void asBefore() {
        Parallel.setThreads(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void sameBits(String name, UnaryOperator<Tensor> function) {
        for (DType dtype : DType.values()) {
            Tensor x = Tensor.normal(dtype, Shape.of(30, 70, 120), 0, 1, new Random(3))
                    .asVariable();
            Parallel.setThreads(1);
            Tensor y = function.apply(x);
            Tensor g = Tensor.normal(dtype, y.shape(), 0, 1, new Random(4));
            Tensor slope = y.gradients(g).of(x);
            Parallel.setThreads(3);
            Tensor again = function.apply(x);
            assertThat(again.toDoubleArray()).as("%s", dtype).isEqualTo(y.toDoubleArray());
            assertThat(again.gradients(g).of(x).toDoubleArray())
                    .as("gradient, %s", dtype)
                    .isEqualTo(slope.toDoubleArray());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("norms")
    void norms(String name, UnaryOperator<Tensor> norm) {
        for (DType dtype : DType.values()) {
            Tensor x = Tensor.normal(dtype, Shape.of(30, 70, 120), 3, 2, new Random(5))
                    .asVariable();
            Parallel.setThreads(1);
            double[] one = derivatives(norm, x);
            Parallel.setThreads(3);
            assertThat(derivatives(norm, x)).as("%s", dtype).isEqualTo(one);
        }
    }

    static Stream<Arguments> norms() {
        return Stream.of(
                of("layerNorm", x -> x.layerNorm(ramp(x, 120), ramp(x, 120), 1e-5)),
                of("batchNorm", x -> x.batchNorm(ramp(x, 70), ramp(x, 70), 1e-5)),
                of("groupNorm", x -> x.groupNorm(7, ramp(x, 70), ramp(x, 70), 1e-5)),
                of("rmsNorm", x -> x.rmsNorm(ramp(x, 120), 1e-5)));
    }

    private static Tensor ramp(Tensor x, int length) {
        return Tensor.arange(x.dtype(), length).div(length).add(0.5);
    }

    private static double[] derivatives(UnaryOperator<Tensor> norm, Tensor x) {
        Tensor y = norm.apply(x);
        return Tensor.concat(0, y, y.square().mul(y).sum().gradients().of(x)).toDoubleArray();
    }
}
