package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Normalizations over channels, and activations with weights and halves: edges, and what is refused. */
class NormalizationsTest {
    private static final Tensor X = Tensor.arange(DType.F64, 24).reshape(2, 4, 3);
    private static final Tensor FOUR = Tensor.of(1.0, 2, 3, 4);

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    private static void shapes(ThrowingCallable mistake, String message) {
        refused(ShapeException.class, mistake, message);
    }

    @Test
    void operatorsSayWhatFits() {
        var how = new FusedNormalization.How(Axes.of(1), true, 0);
        shapes(
                () -> Tensor.apply(new FusedNormalization.Normalize(how), X, FOUR, Tensor.of(1.0)),
                "normalize: needs biases of the weights' shape [4], got [1]; as many biases as weights, along the same"
                        + " axes");
        shapes(
                () -> Tensor.apply(new FusedNormalization.NormalizeSlope(how), X, FOUR),
                "normalizeSlope: needs a cotangent of shape [2, 4, 3], got [4]; it has the input's shape");
    }

    @Test
    void oneGroupIsLayerNormAndAsManyAsChannelsInstanceNorm() {
        Tensor ones = Tensor.ones(DType.F64, Shape.of(4, 3));
        Tensor zeros = Tensor.zeros(DType.F64, Shape.of(4, 3));
        Tensor one = Tensor.ones(DType.F64, Shape.of(4));
        Tensor zero = Tensor.zeros(DType.F64, Shape.of(4));
        assertThat(X.groupNorm(1, one, zero, 0.1).toDoubleArray())
                .containsExactly(X.layerNorm(ones, zeros, 0.1).toDoubleArray(), within(1e-15));
        assertThat(X.groupNorm(4, FOUR, FOUR, 0.1).toDoubleArray())
                .containsExactly(X.instanceNorm(FOUR, FOUR, 0.1).toDoubleArray());
        assertThat(X.slice(0, 0, 0).groupNorm(2, FOUR, FOUR, 0.1).shape()).isEqualTo(Shape.of(0, 4, 3));
    }

    @Test
    void rmsNormExamples() {
        Tensor x = Tensor.of(new double[][] {{3, 4}, {0, 0}});
        double root = Math.sqrt(12.5);
        assertThat(x.rmsNorm(Tensor.of(1.0, 10), 0).toDoubleArray())
                .containsExactly(new double[] {3 / root, 40 / root, 0, 0}, within(1e-14));
        assertThat(Derivatives.hessian(
                                z -> z.rmsNorm(Tensor.of(1.0, 10), 0).square().sum(), x.slice(0, 1, 2))
                        .toDoubleArray())
                .containsOnly(0);
    }

    /** A power of two changes nothing, also where squares leave the range; rows do not know of each other. */
    @ParameterizedTest
    @EnumSource
    void rmsNormOfNumbersOfAnySize(DType dtype) {
        Tensor x = Tensor.of(0.25, -0.5, 0.75, 1).to(dtype);
        Tensor weight = Tensor.of(1.0, 2, -0.5, 3).to(dtype);
        double[] wanted = x.rmsNorm(weight, 0).toDoubleArray();
        Function<Tensor, Tensor> f = z -> z.rmsNorm(weight, 0).square().sum();
        int[] exponents = dtype == DType.F32
                ? new int[] {17, 66, 127, -17, -66, -120}
                : new int[] {129, 664, 1023, -129, -664, -1015};
        for (int exponent : exponents) {
            Tensor scaled = x.mul(Math.scalb(1.0, exponent / 2)).mul(Math.scalb(1.0, exponent - exponent / 2));
            assertThat(scaled.rmsNorm(weight, 0).toDoubleArray())
                    .as("2^%s", exponent)
                    .containsExactly(wanted);
            Tensor rows = Tensor.stack(0, x, scaled);
            assertThat(rows.rmsNorm(weight, 0).select(0, 0).toDoubleArray()).containsExactly(wanted);
            double[] gradient = Derivatives.grad(f, x).toDoubleArray();
            double[] found = Derivatives.grad(f, scaled).toDoubleArray();
            for (int i = 0; i < found.length; i++) {
                double expected = Math.scalb(gradient[i], -exponent);
                double tiny = dtype == DType.F32 ? 0x1p-147 : 0x1p-1072;
                assertThat(found[i])
                        .as("2^%s, element %s", exponent, i)
                        .isCloseTo(expected, within(tiny + 1e-5 * Math.abs(expected)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotVaryIsTheBias(DType dtype) {
        Tensor weight = Tensor.of(2.0, 3).to(dtype);
        Tensor bias = Tensor.of(0.5, -0.5).to(dtype);
        for (double value : new double[] {0.1, 1e8 / 3, 3e37, 1e-40, 0}) {
            Tensor x = Tensor.full(dtype, Shape.of(1, 2, 7), value);
            for (double epsilon : new double[] {0, 1e-5}) {
                assertThat(x.groupNorm(1, weight, bias, epsilon).select(1, 0).toDoubleArray())
                        .containsOnly(0.5);
                assertThat(x.instanceNorm(weight, bias, epsilon).select(1, 1).toDoubleArray())
                        .containsOnly(-0.5);
            }
        }
    }

    @Test
    void groupNormRefuses() {
        shapes(
                () -> X.groupNorm(3, FOUR, FOUR, 0),
                "groupNorm: needs a number of groups that divides the channels, got 3 for [2, 4, 3]; "
                        + "4 channels make groups of one size");
        shapes(
                () -> X.groupNorm(0, FOUR, FOUR, 0),
                "groupNorm: needs a number of groups that divides the channels, got 0 for [2, 4, 3]; "
                        + "4 channels make groups of one size");
        shapes(
                () -> X.select(2, 0).groupNorm(4, FOUR, FOUR, 0),
                "groupNorm: needs two numbers or more in each group, got 4 groups of [2, 4]; fewer groups have more");
        shapes(
                () -> X.groupNorm(2, Tensor.of(1.0), FOUR, 0),
                "groupNorm: needs a weight for each channel, [4], got [1]");
        shapes(() -> FOUR.groupNorm(2, FOUR, FOUR, 0), "groupNorm: needs a batch [n, channels, ...], got [4]");
        refused(
                ArgumentException.class,
                () -> X.groupNorm(2, FOUR, FOUR, -1),
                "groupNorm: needs a finite epsilon of 0 or more, got -1.0");
        refused(
                ElementTypeException.class,
                () -> X.groupNorm(2, FOUR.to(DType.F32), FOUR, 0),
                "groupNorm: needs operands of one element type, got F64[2, 4, 3] and F32[4]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
    }

    @Test
    void instanceNormRefuses() {
        shapes(() -> FOUR.reshape(2, 2).instanceNorm(0), "instanceNorm: needs a batch [n, channels, ...], got [2, 2]");
        shapes(
                () -> X.slice(2, 0, 1).instanceNorm(0),
                "instanceNorm: needs two numbers or more of each channel, got [2, 4, 1]; one has no variance");
        shapes(
                () -> X.instanceNorm(FOUR, Tensor.of(1.0), 0),
                "instanceNorm: needs a bias for each channel, [4], got [1]");
    }

    @Test
    void instanceNormRefusesEpsilons() {
        refused(
                ArgumentException.class,
                () -> X.instanceNorm(Double.POSITIVE_INFINITY),
                "instanceNorm: needs a finite epsilon of 0 or more, got Infinity");
    }

    @Test
    void rmsNormRefuses() {
        shapes(
                () -> X.rmsNorm(FOUR, 0),
                "rmsNorm: needs weights of the shape of the last axes, none empty, got [4] for [2, 4, 3]");
        refused(
                ArgumentException.class,
                () -> X.rmsNorm(Tensor.of(1.0, 2, 3), Double.NaN),
                "rmsNorm: needs a finite epsilon of 0 or more, got NaN");
    }

    @Test
    void preluAtTheKinkAndRefused() {
        Tensor x = Tensor.of(-2.0, 0, 3);
        Tensor weight = Tensor.of(0.25);
        assertThat(x.prelu(weight).toDoubleArray()).containsExactly(-0.5, 0, 3);
        assertThat(Derivatives.grad(z -> z.prelu(weight).sum(), x).toDoubleArray())
                .containsExactly(0.25, 0.25, 1);
        assertThat(Derivatives.grad(w -> x.prelu(w).sum(), weight).toDoubleArray())
                .containsExactly(-2);
        assertThat(Tensor.of(Double.NaN).prelu(weight).item()).isNaN();
        shapes(
                () -> X.prelu(Tensor.of(1.0, 2)),
                "prelu: needs weights [1], or [channels] for x [n, channels, ...], got [2] for [2, 4, 3]");
        shapes(
                () -> FOUR.prelu(FOUR),
                "prelu: needs weights [1], or [channels] for x [n, channels, ...], got [4] for [4]");
    }

    @Test
    void halvesAreEqual() {
        assertThat(Tensor.of(2.0, 0).glu(0).item()).isEqualTo(1);
        assertThat(Tensor.of(0.0, 5).swiglu(0).item()).isZero();
        shapes(() -> X.glu(-1), "glu: needs an axis of even length, as it is halved, got 3 along axis -1 of [2, 4, 3]");
        shapes(
                () -> X.swiglu(2),
                "swiglu: needs an axis of even length, as it is halved, got 3 along axis 2 of [2, 4, 3]");
        assertThatThrownBy(() -> X.glu(3)).isInstanceOf(GradusException.class).hasMessageStartingWith("glu: needs");
    }
}
