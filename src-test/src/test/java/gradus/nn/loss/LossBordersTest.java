package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** The last numbers that a loss takes, and which number a refusal names. */
class LossBordersTest {
    private final Tensor rows = Tensor.of(new double[][] {{1, 2, 3}, {0, 0, 0}});
    private final Indices labels = Indices.of(2, 0);

    @Test
    void smoothingFromNoneToWhole() {
        assertThat(new CrossEntropy().labelSmoothing(0).mean(rows, labels).item())
                .isEqualTo(new CrossEntropy().mean(rows, labels).item());
        double even = -rows.logSoftmax(-1).mean().item();
        assertThat(new CrossEntropy().labelSmoothing(1).mean(rows, labels).item())
                .isCloseTo(even, within(1e-15));
    }

    @Test
    void aLogarithmMayBeAThousandthAboveZero() {
        var almost = Tensor.of(new double[][] {{1e-3, -1}});
        var likelihood = new NegativeLogLikelihood();
        assertThat(likelihood.mean(almost, Indices.of(0)).item()).isEqualTo(-1e-3);
        var above = Tensor.of(new double[][] {{Math.nextUp(1e-3), -1}});
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> likelihood.mean(above, Indices.of(0)))
                .withMessageContaining("got " + Math.nextUp(1e-3));
    }

    @Test
    void thePenaltyMayBeNothing() {
        var w = Lists.immutable.with(Parameter.of("w", Tensor.of(3.0)));
        assertThat(Penalty.l1(0).of(w).item()).isZero();
        assertThat(Penalty.l2(0).of(w).item()).isZero();
    }

    @Test
    void theNumberThatIsNoProbabilityIsNamed() {
        refuses(Tensor.of(0.0, 1.5), "1.5");
        refuses(Tensor.of(0.25, -0.5), "-0.5");
        refuses(Tensor.of(-0.5, 1.5), "-0.5");
        assertThat(new BinaryCrossEntropy()
                        .mean(Tensor.of(0.0, 1.0), Tensor.of(0.0, 1.0))
                        .item())
                .isZero();
    }

    private static void refuses(Tensor probabilities, String number) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new BinaryCrossEntropy().mean(probabilities, Tensor.of(0.0, 1.0)))
                .withMessage("BinaryCrossEntropy: needs probabilities from 0 to 1, got " + number
                        + "; of logits take BinaryCrossEntropyWithLogits");
    }

    @Test
    void typesAreNamedAsTheyCameBeforeTheyAreRepeated() {
        var column = Tensor.ones(2, 1);
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> new SquaredError().broadcasting().sum(rows, column))
                .withMessage("SquaredError: needs predictions and targets of one element type, got F64[2, 3] and"
                        + " F32[2, 1]; convert the targets with to(DType.F64)");
    }

    @Test
    void theNaiveFormHasItsNameInAGraph() {
        var p = Tensor.variable(0.5);
        var loss = new NaiveBinaryCrossEntropy().mean(p, Tensor.scalar(1.0));
        assertThat(Graph.of(loss).text()).contains("naiveBinaryCrossEntropy");
    }
}
