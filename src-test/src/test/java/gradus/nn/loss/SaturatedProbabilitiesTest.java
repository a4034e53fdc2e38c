package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The binary cross-entropy of certain answers: what docs/decisions/0014-saturated-probabilities.md
 * says.
 */
class SaturatedProbabilitiesTest {
    private static Function<Tensor, Tensor> lossOfSigmoid(double target) {
        return x -> new BinaryCrossEntropy().mean(x.sigmoid(), x.detach().mul(0).add(target));
    }

    @Test
    void aSaturatedSigmoidCostsAHundredAndHasNoSlope() {
        Tensor x = Tensor.of(20f);
        assertThat(lossOfSigmoid(0).apply(x).item()).isEqualTo(100);
        assertThat(Derivatives.grad(lossOfSigmoid(0), x).item()).isZero();
        assertThat(lossOfSigmoid(1).apply(x).item()).isZero();
        assertThat(Derivatives.grad(lossOfSigmoid(1), x).item()).isCloseTo(-2e-9, within(1e-10));
    }

    @Test
    void aSaturatedSoftmax() {
        Tensor x = Tensor.of(-200.0, 200).reshape(1, 2);
        for (DType dtype : DType.values()) {
            Tensor target = Tensor.of(1.0, 0).to(dtype).reshape(1, 2);
            Function<Tensor, Tensor> loss = z -> new BinaryCrossEntropy().mean(z.softmax(1), target);
            double value = loss.apply(x.to(dtype)).item();
            assertThat(value).isCloseTo(100, within(1e-9));
            assertThat(Derivatives.grad(loss, x.to(dtype)).toDoubleArray())
                    .usingComparatorWithPrecision(0.0)
                    .containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesAndSlopesOfCertainProbabilities(DType dtype) {
        Tensor p = Tensor.of(0.0, 1, 0, 1, -0.0, 0.5).to(dtype);
        Tensor t = Tensor.of(0.0, 1, 1, 0, 0.25, 0.5).to(dtype);
        Tensor losses = new BinaryCrossEntropy().each(p, t);
        assertThat(losses.slice(0, 0, 5).toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(0, 0, 100, 100, 25);
        assertThat(Derivatives.grad(z -> new BinaryCrossEntropy().sum(z, t), p).toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(1, -1, 0, 0, 0.75, 0);
        assertThat(Derivatives.grad(z -> new BinaryCrossEntropy().sum(p, z), t)
                        .slice(0, 0, 5)
                        .toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(100, -100, 100, -100, 100);
    }

    /**
     * Through the sigmoid neither value nor derivative is ever anything but a number, however far
     * out. Just before it saturates, 1 - p is a few units, half a unit wrong.
     */
    @ParameterizedTest
    @EnumSource
    void everyLogitGivesNumbers(DType dtype) {
        for (double x = -1100; x <= 1100; x += 2.5) {
            for (double target : new double[] {0, 0.3, 1}) {
                Tensor at = Tensor.scalar(x).to(dtype);
                double loss = lossOfSigmoid(target).apply(at).item();
                double slope = Derivatives.grad(lossOfSigmoid(target), at).item();
                String what = "%s against %s in %s".formatted(x, target, dtype);
                assertThat(loss).as(what).isBetween(0.0, 100.0);
                assertThat(slope).as(what).isBetween(-1.6, 1.6);
                if (Math.abs(x) < 10) {
                    double exact = 1 / (1 + StrictMath.exp(-x)) - target;
                    assertThat(slope).as(what).isCloseTo(exact, within(dtype == DType.F32 ? 2e-3 : 1e-9));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void secondDerivativesOfCertainAnswersAreNumbers(DType dtype) {
        for (double x : new double[] {-1000, -120, -95, -30, 0, 20, 40, 1000}) {
            for (double target : new double[] {0, 1}) {
                Tensor at = Tensor.scalar(x).to(dtype);
                assertThat(Derivatives.hessian(lossOfSigmoid(target), at).item())
                        .as("%s", x)
                        .isNotNaN();
            }
        }
    }

    @Test
    void theDivergenceOfWhatIsRuledOut() {
        double inf = Double.POSITIVE_INFINITY;
        Tensor logits = Tensor.of(0, -inf).reshape(1, 2);
        Tensor certain = Tensor.of(1.0, 0).reshape(1, 2);
        Function<Tensor, Tensor> loss = z -> new KullbackLeibler().mean(z.logSoftmax(1), certain);
        assertThat(loss.apply(logits).item()).isZero();
        assertThat(Derivatives.grad(loss, logits).toDoubleArray())
                .usingComparatorWithPrecision(0.0)
                .containsExactly(0, 0);
        Tensor wrong = Tensor.of(0.0, 1).reshape(1, 2);
        assertThat(new KullbackLeibler().mean(logits.logSoftmax(1), wrong).item())
                .isEqualTo(inf);
    }
}
