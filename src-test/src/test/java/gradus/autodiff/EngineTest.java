package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;

/** The recorded graph as a whole: how deep, how wide, how shared, how long it lives. */
class EngineTest {
    private static final int MILLION = 1_000_000;

    @Test
    void chainOfAMillionOperationsOnTheDefaultStack() {
        Tensor x = Tensor.variable(3.0);
        Gradients gradients = halvings(x, MILLION / 2).gradients();
        // y = y/2 + x again and again tends to 2x
        assertThat(gradients.of(x).item()).isEqualTo(2);
    }

    @Test
    void chainOfManyOperationsIsDifferentiatedTwice() {
        Tensor x = Tensor.variable(1.0);
        Tensor y = x;
        for (int i = 0; i < 100_000; i++) {
            y = y.neg();
        }
        Tensor slope = y.square().differentiableGradients().of(x);
        assertThat(slope.item()).isEqualTo(2);
        assertThat(slope.gradients().of(x).item()).isEqualTo(2);
    }

    private static Tensor halvings(Tensor x, int count) {
        Tensor y = x;
        for (int i = 0; i < count; i++) {
            y = y.mul(0.5).add(x);
        }
        return y;
    }

    @Test
    void droppedGraphIsCollectedWhileItsVariableAndGradientsLive() {
        Tensor x = Tensor.variable(3.0);
        Tensor loss = halvings(x, MILLION / 2);
        WeakReference<Tensor> early = new WeakReference<>(loss.node.inputs[0]);
        WeakReference<Tensor> whole = new WeakReference<>(loss);
        Gradients gradients = loss.gradients();
        loss = null;
        assertCollected(whole);
        assertCollected(early);
        assertThat(gradients.of(x).item()).isEqualTo(2);
    }

    private static void assertCollected(WeakReference<?> reference) {
        for (int attempt = 0; attempt < 100 && reference.get() != null; attempt++) {
            System.gc();
        }
        assertThat(reference.get()).isNull();
    }

    @Test
    void nodesOfOneDepthAreToldApartHoweverManyTheyAre() {
        for (int width : new int[] {1, 2, 7, 8, 9, 10, 100, 1000}) {
            ImmutableList<Tensor> x =
                    Lists.immutable.fromStream(IntStream.range(0, width).mapToObj(i -> Tensor.variable((double) i)));
            // each variable is used twice, and so is each square
            Tensor loss = Tensor.stack(0, x.collect(Tensor::square).flatCollect(y -> Lists.immutable.with(y, y)))
                    .sum()
                    .add(Tensor.stack(0, x).sum());
            Gradients gradients = loss.gradients();
            x.forEachWithIndex(
                    (variable, i) -> assertThat(gradients.of(variable).item()).isEqualTo(4.0 * i + 1));
        }
    }

    @Test
    void diamondWith2To60PathsIsSweptOncePerOperation() {
        Tensor x = Tensor.variable(1.0);
        AtomicInteger rules = new AtomicInteger();
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = new CountedSum(rules).apply(y, y);
        }
        assertThat(y.item()).isEqualTo(0x1p60);
        assertThat(y.gradients().of(x).item()).isEqualTo(0x1p60);
        assertThat(rules.get()).isEqualTo(2 * 60);
    }

    @Test
    void diamondOfProductsWith2To60Paths() {
        Tensor x = Tensor.variable(1.0);
        Tensor y = x;
        for (int i = 0; i < 60; i++) {
            y = y.mul(y);
        }
        // x to the power of 2^60
        Tensor slope = y.differentiableGradients().of(x);
        assertThat(slope.item()).isEqualTo(0x1p60);
        assertThat(slope.gradients().of(x).item()).isEqualTo(0x1p60 * (0x1p60 - 1));
    }

    private record CountedSum(AtomicInteger rules) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).add(x.get(1));
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            rules.incrementAndGet();
            return g;
        }
    }

    @Test
    void thousandVirtualThreadsWithGraphsOfTheirOwn() throws Exception {
        Tensor weights = normal(1, 6, 6);
        Tensor alone = ownGraph(weights);
        assertThat(inVirtualThreads(() -> ownGraph(weights)))
                .hasSize(1000)
                .allSatisfy(gradient -> assertSame(gradient, alone));
    }

    private static Tensor ownGraph(Tensor weights) {
        Tensor w = weights.asVariable();
        Tensor x = normal(2, 4, 6);
        Tensor loss = x.matmul(w)
                .softplus()
                .matmul(w)
                .crossEntropy(Indices.of(0, 5, 2, 2))
                .mean();
        return loss.gradients().of(w);
    }

    @Test
    void thousandVirtualThreadsOnOneGraph() throws Exception {
        Tensor w = normal(1, 6, 6).asVariable();
        Tensor hidden = normal(2, 4, 6).matmul(w).softplus();
        Callable<Tensor> own = () -> hidden.matmul(w)
                .crossEntropy(Indices.of(0, 5, 2, 2))
                .mean()
                .gradients()
                .of(w);
        Tensor alone = own.call();
        assertThat(inVirtualThreads(own)).hasSize(1000).allSatisfy(gradient -> assertSame(gradient, alone));
        Tensor shared = hidden.matmul(w).sum();
        Tensor sharedAlone = shared.gradients().of(w);
        assertThat(inVirtualThreads(() -> shared.gradients().of(w)))
                .allSatisfy(gradient -> assertSame(gradient, sharedAlone));
    }

    private static ImmutableList<Tensor> inVirtualThreads(Callable<Tensor> task) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures =
                    executor.invokeAll(Interval.oneTo(1000).collect(_ -> task).toList());
            return Lists.immutable.fromStream(futures.stream().map(future -> future.resultNow()));
        }
    }

    @Test
    void nothingIsRecordedFromConstants() {
        Tensor a = normal(1, 3, 3);
        ImmutableList<Tensor> results = Lists.immutable.with(
                a.add(a),
                a.exp(),
                a.matmul(a),
                a.sum(),
                a.slice(0, 0, 1),
                Tensor.concat(0, a, a),
                Tensor.where(a.greater(0), a, 0),
                a.crossEntropy(Indices.of(0, 1, 2)),
                a.prod(1),
                a.einsum("ij,jk->ki", a),
                a.to(DType.F32));
        assertThat(results.noneSatisfy(Tensor::isTracked)).isTrue();
    }

    @Test
    void recordedIsWhatDependsOnAVariable() {
        Tensor x = Tensor.variable(2.0);
        Tensor constant = Tensor.scalar(3.0);
        assertThat(x.mul(constant).isTracked()).isTrue();
        assertThat(constant.mul(x).isTracked()).isTrue();
        assertThat(constant.mul(constant).isTracked()).isFalse();
        assertThat(x.mul(constant).detach().exp().isTracked()).isFalse();
    }

    @Test
    void firstOrderGradientsAreConstants() {
        Tensor x = Tensor.variable(2.0);
        assertThat(x.square().gradients().of(x).isTracked()).isFalse();
        assertThat(x.square().differentiableGradients().of(x).isTracked()).isTrue();
    }

    @Test
    void sumsOfCotangentsHaveOneOrder() {
        Tensor x = normal(7, 50).asVariable();
        Tensor first = manyUses(x).gradients().of(x);
        Tensor second = manyUses(x).gradients().of(x);
        assertSame(first, second);
    }

    private static Tensor manyUses(Tensor x) {
        return x.sin().add(x.cos()).add(x.exp()).add(x.mul(x)).add(x.tanh()).sum();
    }

    @Test
    void ruleThatReturnsTheWrongShapeIsNamed() {
        Tensor x = normal(1, 3).asVariable();
        Tensor y = new WrongShape().apply(x).sum();
        assertThatThrownBy(y::gradients)
                .isInstanceOf(GradientException.class)
                .hasMessage("vjp of wrongShape: needs a cotangent F64[3] for input 0, got F64[1]; "
                        + "the rule returns the cotangent of one input, in its shape");
    }

    private record WrongShape() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.slice(0, 0, 1);
        }
    }
}
