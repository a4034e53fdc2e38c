package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class RecordedTest {
    private final Tensor x = Tensor.variable(3.0);

    @Test
    void everyKindOfTensorSaysHowItCameToBe() {
        Parameter w = Parameter.of("w", Tensor.scalar(2.0));
        assertThat(Recorded.of(x)).isEqualTo(new Recorded.Variable());
        assertThat(Recorded.of(x.detach())).isEqualTo(new Recorded.Constant());
        assertThat(Recorded.of(Tensor.scalar(1.0).exp())).isEqualTo(new Recorded.Constant());
        assertThat(Recorded.of(w.value())).isEqualTo(new Recorded.ParameterValue(w));
        Tensor two = Tensor.scalar(2.0);
        assertThat(Recorded.of(x.mul(two)))
                .isEqualTo(new Recorded.Result(new Arithmetic.Mul(), Lists.immutable.with(x, two)));
    }

    @Test
    void aResultGivesItsVjpAsAConstant() {
        Tensor y = x.square();
        Recorded.Result square = (Recorded.Result) Recorded.of(y);
        Tensor cotangent = square.vjp(0, y, Tensor.variable(5.0));
        assertSame(cotangent, Tensor.scalar(30.0));
        assertThat(cotangent.isTracked()).isFalse();
    }

    @Test
    void tensorsThatShareTheirElementsShareTheirStorage() {
        Tensor matrix = Tensor.zeros(2, 3);
        assertThat(Recorded.storage(matrix.reshape(3, 2))).isEqualTo(Recorded.storage(matrix));
        assertThat(Recorded.storage(matrix.neg())).isNotEqualTo(Recorded.storage(matrix));
    }

    @Test
    void aParameterThatChangedInPlaceSinceIsRefused() {
        Parameter w = Parameter.of("w", Tensor.of(new double[][] {{1, 2}}));
        UpdateRule descent = new UpdateRule.Descent(1, 0);
        w.update(Tensor.of(new double[][] {{1, 1}}), Lists.immutable.empty(), descent);
        Tensor y = Tensor.of(new double[][] {{1, 1}}).linear(w, null);
        w.update(Tensor.of(new double[][] {{1, 1}}), Lists.immutable.empty(), descent);
        Tensor gone = ((Recorded.Result) Recorded.of(y)).inputs().getLast();
        assertThatThrownBy(() -> Recorded.of(gone))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("parameter w as it was recorded");
    }
}
