package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parameters change in place where nobody can see it, and nowhere else. */
class ParameterInPlaceTest {
    private final Randomness random = Randomness.seeded(3);
    private final Parameter w = Parameter.of("w", normal(50, 200));
    private final Parameter b = Parameter.of("b", normal(50));

    private Tensor normal(int... dims) {
        return Tensor.normal(DType.F32, Shape.of(dims), 0, 1, random);
    }

    private Tensor loss(Tensor x) {
        return x.linear(w, b).tanh().square().mean();
    }

    /** w ← w - g. */
    private static final UpdateRule DESCEND = new UpdateRule.Descent(1, 0);

    private void descend(Gradients gradients) {
        w.update(gradients, Lists.immutable.empty(), DESCEND);
        b.update(gradients, Lists.immutable.empty(), DESCEND);
    }

    @Test
    void aValueThatWasReadNeverChanges() {
        Tensor before = w.value();
        float[] numbers = before.toFloatArray();
        for (int i = 0; i < 3; i++) {
            descend(loss(normal(30, 200)).gradients());
        }
        assertThat(before.toFloatArray()).isEqualTo(numbers);
        assertThat(w.value().toFloatArray()).isNotEqualTo(numbers);
    }

    @Test
    void theTensorThatAParameterWasMadeOfNeverChanges() {
        Tensor first = normal(50);
        float[] numbers = first.toFloatArray();
        Parameter p = Parameter.of("p", first);
        p.update(p.value().sum().gradients(), Lists.immutable.empty(), DESCEND);
        assertThat(first.toFloatArray()).isEqualTo(numbers);
        p.set(first);
        p.update(p.value().sum().gradients(), Lists.immutable.empty(), DESCEND);
        assertThat(first.toFloatArray()).isEqualTo(numbers);
    }

    @Test
    void anUpdateIsTheFormula() {
        Tensor x = normal(30, 200);
        Gradients gradients = loss(x).gradients();
        float[] value = w.value().toFloatArray();
        float[] slope = gradients.of(w).toFloatArray();
        descend(gradients);
        float[] after = w.value().toFloatArray();
        for (int i = 0; i < after.length; i++) {
            assertThat(after[i]).isEqualTo(value[i] - slope[i]);
        }
    }

    /** The first update copies what others may see; the second overwrites what nobody does. */
    @Test
    void aLossRecordedBeforeAChangeInPlaceRefuses() {
        descend(loss(normal(30, 200)).gradients());
        Tensor stale = loss(normal(30, 200).asVariable());
        descend(loss(normal(30, 200)).gradients());
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(stale::gradients)
                .withMessageContaining("parameter")
                .withMessageContaining("changed in place since");
        assertThatExceptionOfType(GradientException.class).isThrownBy(stale::differentiableGradients);
        assertThatExceptionOfType(GradientException.class).isThrownBy(() -> Graph.of(stale));
    }

    @Test
    void aGraphThatWasDrawnKeepsItsNumbers() {
        descend(loss(normal(30, 200)).gradients());
        Graph graph = Graph.of(loss(normal(30, 200)));
        Tensor drawn = graph.vertices()
                .selectInstancesOf(Graph.ParameterValue.class)
                .detect(vertex -> vertex.parameter() == w)
                .value();
        float[] before = drawn.toFloatArray();
        descend(loss(normal(30, 200)).gradients());
        assertThat(drawn.toFloatArray()).isEqualTo(before);
    }

    @Test
    void aStateOfAnotherShapeIsRefusedAndNothingChanges() {
        Gradients gradients = loss(normal(30, 200)).gradients();
        float[] before = w.value().toFloatArray();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> w.update(gradients, Lists.immutable.with(b), DESCEND))
                .withMessageContaining("state of shape [50, 200]");
        assertThat(w.value().toFloatArray()).isEqualTo(before);
    }

    /** Readers see one value or another, never a mixture: each value is the same number everywhere. */
    @Test
    void readersSeeNoMixture() throws InterruptedException {
        Parameter weights = Parameter.of("weights", Tensor.zeros(DType.F32, Shape.of(64, 256)));
        Tensor ones = Tensor.full(DType.F32, Shape.of(1, 256), 1);
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 3_000; i++) {
                // the gradient of minus the sum is -1 everywhere
                Tensor loss = ones.linear(weights, null).sum().neg();
                weights.update(loss.gradients(), Lists.immutable.empty(), DESCEND);
            }
        });
        while (writer.isAlive()) {
            float[] y = ones.linear(weights, null).toFloatArray();
            for (float element : y) {
                assertThat(element).isEqualTo(y[0]);
            }
            assertThat(y[0] % 256).isZero();
        }
        writer.join();
        assertThat(weights.value().get(0, 0)).isEqualTo(3_000);
    }

    @Test
    void updatesHappenInPlaceAlsoWhereGradientsAreRead() {
        descend(loss(normal(30, 200)).gradients());
        Gradients gradients = loss(normal(30, 200)).gradients();
        assertThat(gradients.of(w).shape()).isEqualTo(w.shape());
        assertThat(Allocation.by(() -> descend(gradients)))
                .isLessThan(4L * w.shape().size());
    }

    @Test
    void whetherAParameterIsFiniteCanBeAskedWithoutACopy() {
        descend(loss(normal(30, 200)).gradients());
        Gradients gradients = loss(normal(30, 200)).gradients();
        assertThat(w.isFinite()).isTrue();
        assertThat(Allocation.by(() -> descend(gradients)))
                .isLessThan(4L * w.shape().size());
        w.set(Tensor.full(w.dtype(), w.shape(), Double.POSITIVE_INFINITY));
        assertThat(w.isFinite()).isFalse();
    }

    @Test
    void anUpdateOfAValueThatAUserHoldsIsACopy() {
        descend(loss(normal(30, 200)).gradients());
        Tensor held = w.value();
        float[] before = held.toFloatArray();
        descend(loss(normal(30, 200)).gradients());
        assertThat(held.toFloatArray()).isEqualTo(before);
        assertThat(w.value().toFloatArray()).isNotEqualTo(before);
    }

    @Test
    @Timeout(60)
    void aParameterWorksOnAfterARuleThatThrew() {
        descend(loss(normal(30, 200)).gradients());
        Gradients gradients = loss(normal(30, 200)).gradients();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> w.update(gradients, Lists.immutable.empty(), (UpdateRule.Computed) (_, _, _) -> {
                    throw new IllegalStateException("on purpose");
                }))
                .withMessage("on purpose");
        Gradients after = loss(normal(30, 200)).gradients();
        assertThat(after.of(w).toFloatArray()).isNotEmpty();
    }
}
