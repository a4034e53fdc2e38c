package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.graph.Graph;
import java.lang.management.ManagementFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sweeps in memory that is used again, and parameters that change in place. */
class WorkspaceTest {
    private static final int MANY = 10_000;

    private final Randomness random = Randomness.seeded(3);
    private final Parameter w = Parameter.of("w", normal(50, 200));
    private final Parameter b = Parameter.of("b", normal(50));
    private final Workspace workspace = new Workspace();

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
    void gradientsAreTheSameAsWithout() {
        for (int i = 0; i < 4; i++) {
            Tensor x = normal(30, 200);
            Gradients plain = loss(x).gradients();
            Gradients reusing = loss(x).gradients(workspace);
            assertThat(reusing.of(w).toFloatArray()).isEqualTo(plain.of(w).toFloatArray());
            assertThat(reusing.of(b).toFloatArray()).isEqualTo(plain.of(b).toFloatArray());
        }
    }

    @Test
    void gradientsThatWereAskedForOutliveTheNextSweep() {
        Gradients gradients = loss(normal(30, 200)).gradients(workspace);
        Tensor kept = gradients.of(w);
        float[] before = kept.toFloatArray();
        loss(normal(30, 200)).gradients(workspace);
        assertThat(kept.toFloatArray()).isEqualTo(before);
    }

    @Test
    void gradientsOfAnEarlierSweepAreRefused() {
        Gradients gradients = loss(normal(30, 200)).gradients(workspace);
        loss(normal(30, 200)).gradients(workspace);
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> gradients.of(w))
                .withMessageContaining("earlier one, whose memory is used again");
        assertThatExceptionOfType(GradientException.class).isThrownBy(() -> descend(gradients));
    }

    /** Doubles its input; its rule keeps every cotangent that it sees. */
    private record Keeping(MutableList<Tensor> seen) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getFirst().mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            seen.add(g);
            Tensor result = g.mul(2);
            seen.add(result);
            return result;
        }
    }

    @Test
    void whatAUsersRuleSawIsNeverUsedAgain() {
        MutableList<Tensor> seen = Lists.mutable.empty();
        Tensor x = Tensor.full(DType.F32, Shape.of(MANY), 1).asVariable();
        new Keeping(seen).apply(x.mul(3)).mul(5).sum().gradients(workspace);
        ImmutableList<float[]> before = seen.collect(Tensor::toFloatArray).toImmutable();
        for (int i = 0; i < 3; i++) {
            x.square().exp().sum().gradients(workspace);
        }
        for (int i = 0; i < seen.size(); i++) {
            assertThat(seen.get(i).toFloatArray()).isEqualTo(before.get(i));
        }
    }

    @Test
    void aFailedSweepLeavesAUsableWorkspace() {
        record Failing() implements CustomOp {
            @Override
            public Tensor forward(ImmutableList<Tensor> x) {
                return x.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
                throw new IllegalStateException("no rule");
            }
        }
        Tensor x = normal(MANY).asVariable();
        Tensor bad = new Failing().apply(x).sum();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bad.gradients(workspace));
        assertThat(x.square().sum().gradients(workspace).of(x).toFloatArray())
                .isEqualTo(x.square().sum().gradients().of(x).toFloatArray());
    }

    @Test
    void aValueThatWasReadNeverChanges() {
        Tensor before = w.value();
        float[] numbers = before.toFloatArray();
        for (int i = 0; i < 3; i++) {
            descend(loss(normal(30, 200)).gradients(workspace));
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
        Gradients gradients = loss(x).gradients(workspace);
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
        descend(loss(normal(30, 200)).gradients(workspace));
        Tensor stale = loss(normal(30, 200).asVariable());
        descend(loss(normal(30, 200)).gradients(workspace));
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(stale::gradients)
                .withMessageContaining("parameter")
                .withMessageContaining("changed in place since");
        assertThatExceptionOfType(GradientException.class).isThrownBy(stale::differentiableGradients);
        assertThatExceptionOfType(GradientException.class).isThrownBy(() -> Graph.of(stale));
    }

    @Test
    void aGraphThatWasDrawnKeepsItsNumbers() {
        descend(loss(normal(30, 200)).gradients(workspace));
        Graph graph = Graph.of(loss(normal(30, 200)));
        Tensor drawn = graph.vertices()
                .selectInstancesOf(Graph.ParameterValue.class)
                .detect(vertex -> vertex.parameter() == w)
                .value();
        float[] before = drawn.toFloatArray();
        descend(loss(normal(30, 200)).gradients(workspace));
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
                weights.update(loss.gradients(workspace), Lists.immutable.empty(), DESCEND);
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
    void aWorkspaceServesOneSweepAtATime() {
        record Nesting(Workspace workspace) implements CustomOp {
            @Override
            public Tensor forward(ImmutableList<Tensor> x) {
                return x.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
                return Tensor.variable(1f).square().gradients(workspace).of(x.getFirst());
            }
        }
        Tensor x = Tensor.variable(2f);
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> new Nesting(workspace).apply(x).gradients(workspace))
                .withMessageContaining("no other sweep uses");
    }

    private static long allocatedBy(Runnable work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void laterSweepsMakeNoLargeArrays() {
        Tensor x = normal(30, 200);
        loss(x).gradients(workspace);
        Tensor loss = loss(x);
        long plain = allocatedBy(() -> loss.gradients());
        long gradientOfW = 4L * w.shape().size();
        assertThat(allocatedBy(() -> loss.gradients(workspace))).isLessThan(plain - gradientOfW / 2);
    }

    @Test
    void updatesHappenInPlaceAlsoWhereGradientsAreRead() {
        descend(loss(normal(30, 200)).gradients(workspace));
        Gradients gradients = loss(normal(30, 200)).gradients(workspace);
        assertThat(gradients.of(w).shape()).isEqualTo(w.shape());
        assertThat(allocatedBy(() -> descend(gradients)))
                .isLessThan(4L * w.shape().size());
    }

    @Test
    void whetherAParameterIsFiniteCanBeAskedWithoutACopy() {
        descend(loss(normal(30, 200)).gradients(workspace));
        Gradients gradients = loss(normal(30, 200)).gradients(workspace);
        assertThat(w.isFinite()).isTrue();
        assertThat(allocatedBy(() -> descend(gradients)))
                .isLessThan(4L * w.shape().size());
        w.set(Tensor.full(w.dtype(), w.shape(), Double.POSITIVE_INFINITY));
        assertThat(w.isFinite()).isFalse();
    }

    @Test
    void anUpdateOfAValueThatAUserHoldsIsACopy() {
        descend(loss(normal(30, 200)).gradients(workspace));
        Tensor held = w.value();
        float[] before = held.toFloatArray();
        descend(loss(normal(30, 200)).gradients(workspace));
        assertThat(held.toFloatArray()).isEqualTo(before);
        assertThat(w.value().toFloatArray()).isNotEqualTo(before);
    }

    @Test
    @Timeout(60)
    void aParameterWorksOnAfterARuleThatThrew() {
        descend(loss(normal(30, 200)).gradients(workspace));
        Gradients gradients = loss(normal(30, 200)).gradients(workspace);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> w.update(gradients, Lists.immutable.empty(), (UpdateRule.Computed) (_, _, _) -> {
                    throw new IllegalStateException("on purpose");
                }))
                .withMessage("on purpose");
        Gradients after = loss(normal(30, 200)).gradients(workspace);
        assertThat(after.of(w).toFloatArray()).isNotEmpty();
    }
}
