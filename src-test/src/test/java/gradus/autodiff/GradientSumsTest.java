package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;

/** Gradients that are built, added and scaled. */
class GradientSumsTest {
    private final Parameter w = Parameter.of("w", Tensor.of(3.0, 4.0));
    private final Parameter b = Parameter.of("b", Tensor.scalar(2.0));
    private final Gradients first = w.value().mul(w.value()).sum().gradients();
    private final Gradients second = w.value().sum().mul(b.value()).gradients();

    @Test
    void theSumIsThatOfTheSumOfBothLosses() {
        Gradients sum = first.plus(second);
        assertSame(sum.of(w), Tensor.of(8.0, 10.0));
        assertSame(sum.of(b), Tensor.scalar(7.0));
        assertThat(sum.parameters()).containsExactlyInAnyOrder(w, b);
        assertSame(second.plus(first).of(b), Tensor.scalar(7.0));
        assertSame(first.of(w), Tensor.of(6.0, 8.0));
    }

    @Test
    void variablesAreAddedAndWhatBothSweepsKept() {
        Tensor x = Tensor.of(1.0, 2.0).asVariable();
        Tensor y = x.mul(3);
        Gradients one = y.sum().gradientsKeeping(y);
        Gradients two = y.mul(2).sum().gradientsKeeping(y);
        assertSame(one.plus(two).of(x), Tensor.of(9.0, 9.0));
        assertSame(one.plus(two).of(y), Tensor.of(3.0, 3.0));
        Gradients half = one.plus(y.mul(2).sum().gradients());
        assertSame(half.of(x), Tensor.of(9.0, 9.0));
        assertThatThrownBy(() -> half.of(y))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("ask for it beforehand: loss.gradientsKeeping(it)");
    }

    @Test
    void timesIsOfSoManyTimesTheLoss() {
        Gradients half = first.times(0.5);
        assertSame(half.of(w), Tensor.of(3.0, 4.0));
        assertThat(half.dependsOn(b)).isFalse();
    }

    @Test
    void theNormIsOfAllTogether() {
        assertThat(first.norm(Lists.immutable.with(w))).isEqualTo(10);
        assertThat(first.norm(Lists.immutable.with(w, b))).isEqualTo(10);
        assertThat(second.norm(Lists.immutable.with(w, b))).isEqualTo(Math.sqrt(4 + 4 + 49));
        assertThat(first.norm(Lists.immutable.empty())).isZero();
    }

    @Test
    void builtGradientsAreLikeAnyOthers() {
        Gradients built = Gradients.ofParameters(Maps.mutable.of(w, Tensor.of(1.0, 2.0)));
        assertSame(built.of(w), Tensor.of(1.0, 2.0));
        assertThat(built.dependsOn(w)).isTrue();
        assertThat(built.dependsOn(b)).isFalse();
        assertSame(built.plus(first).of(w), Tensor.of(7.0, 10.0));
    }

    @Test
    void builtGradientsOfWhatDoesNotFitAreRefused() {
        assertThatThrownBy(() -> Gradients.ofParameters(Maps.mutable.of(w, Tensor.of(1.0, 2.0, 3.0))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("parameter w: needs a gradient of shape [2], got [3]");
        assertThatThrownBy(() -> Gradients.ofParameters(Maps.mutable.of(w, Tensor.of(1f, 2f))))
                .isInstanceOf(ElementTypeException.class);
        w.freeze();
        assertThatThrownBy(() -> Gradients.ofParameters(Maps.mutable.of(w, Tensor.of(1.0, 2.0))))
                .isInstanceOf(GradientException.class)
                .hasMessage("Gradients.ofParameters: needs parameters that are not frozen, got w F64[2], frozen;"
                        + " unfreeze() it");
    }

    @Test
    void theSumOfGradientsOfTwoValuesOfOneParameterIsRefused() {
        w.set(Tensor.of(1.0, 1.0));
        Gradients later = w.value().sum().gradients();
        Gradients sum = first.plus(later);
        assertThatThrownBy(() -> sum.of(w))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("one value of parameter w");
    }

    @Test
    void keptGradientsOutlastTheirScope() {
        AtomicReference<Gradients> lost = new AtomicReference<>();
        Gradients kept = new Scope().run(() -> {
            lost.set(w.value().sum().mul(2).gradients());
            return lost.get().keep();
        });
        assertSame(kept.of(w), Tensor.of(2.0, 2.0));
        assertThatThrownBy(() -> lost.get().of(w).toDoubleArray()).isInstanceOf(ScopeException.class);
    }

    @Test
    void theSumOfDifferentiableGradientsCanBeDifferentiated() {
        Tensor x = Tensor.variable(3.0);
        Gradients sum = x.pow(3).differentiableGradients().plus(x.mul(5).differentiableGradients());
        Tensor slope = sum.of(x);
        assertSame(slope, Tensor.scalar(32.0));
        assertSame(slope.gradients().of(x), Tensor.scalar(18.0));
        Tensor linear = x.mul(5).differentiableGradients().times(2).of(x);
        assertThat(linear.isTracked()).isTrue();
    }

    @Test
    void keptGradientsAreConstants() {
        Tensor x = Tensor.variable(3.0);
        Gradients kept = x.pow(3).differentiableGradients().keep();
        assertThat(kept.of(x).isTracked()).isFalse();
        assertSame(kept.of(x), Tensor.scalar(27.0));
        assertThat(x.mul(5).differentiableGradients().keep().of(x).isTracked()).isFalse();
    }
}
