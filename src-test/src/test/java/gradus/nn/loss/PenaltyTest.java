package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PenaltyTest {
    private final Linear layer = Linear.of(Tensor.of(new double[][] {{1, -2}, {0, 4}}), Tensor.of(8.0, 16.0));

    @Test
    void l2IsTheSumOfSquaresAndItsSlopeTwiceTheWeight() {
        var term = Penalty.l2(0.5).of(layer.parameters());
        assertThat(term.shape()).isEqualTo(Shape.SCALAR);
        assertThat(term.item()).isEqualTo(0.5 * (1 + 4 + 16 + 64 + 256));
        var gradients = term.gradients();
        assertThat(gradients.of(layer.weight()).toDoubleArray()).containsExactly(1, -2, 0, 4);
        assertThat(gradients.of(layer.bias()).toDoubleArray()).containsExactly(8, 16);
    }

    @Test
    void l1IsTheSumOfSizesAndItsSlopeTheSign() {
        var term = Penalty.l1(0.5).of(layer.parameters());
        assertThat(term.item()).isEqualTo(0.5 * (1 + 2 + 4 + 8 + 16));
        assertThat(term.gradients().of(layer.weight()).toDoubleArray()).containsExactly(0.5, -0.5, 0, 0.5);
    }

    @Test
    void weightsAreParametersOfTwoAxesOrMore() {
        var model = Sequential.of(layer, BatchNorm.of(layer.weight().dtype(), 2));
        var term = Penalty.l2(1).ofWeights(model);
        assertThat(term.item()).isEqualTo(21);
        assertThat(term.gradients().dependsOn(layer.bias())).isFalse();
    }

    @Test
    void asATermOfALoss() {
        var x = Tensor.of(new double[][] {{1, 1}});
        var loss = new SquaredError()
                .sum(layer.forward(x), x.mul(0))
                .add(Penalty.l2(1).ofWeights(layer));
        assertThat(loss.item()).isEqualTo(7 * 7 + 20 * 20 + 21);
        assertThat(loss.gradients().of(layer.weight()).toDoubleArray()).containsExactly(14 + 2, 14 - 4, 40, 40 + 8);
    }

    @Test
    void parametersThereMustBe() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Penalty.l2(1).of(Lists.immutable.empty()))
                .withMessage("Penalty.l2: needs at least one parameter, got none");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Penalty.l1(1).ofWeights(new ReLU()))
                .withMessage("Penalty.l1: needs at least one parameter, got none");
        var other = Parameter.of("other", Tensor.ones(2));
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() -> Penalty.l2(1).of(layer.parameters().newWith(other)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleStrengthsAreRefused(double strength) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Penalty.l1(strength))
                .withMessage("Penalty.l1: needs a finite strength of 0 or more, got " + strength);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Penalty.l2(strength))
                .withMessage("Penalty.l2: needs a finite strength of 0 or more, got " + strength);
        assertThat(Penalty.l2(0.2)).hasToString("Penalty.l2(0.2)");
    }
}
