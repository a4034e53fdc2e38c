package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Scope;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Embedding;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.LayerNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Softplus;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A frozen layer gives what the layer gives in evaluation, and records nothing. */
class FrozenTest {
    private final Randomness random = Randomness.seeded(3);

    private Sequential network(DType dtype) {
        Sequential model = Sequential.of(
                Linear.of(dtype, 6, 8, random),
                BatchNorm.of(dtype, 8),
                new ReLU(),
                new Residual(Sequential.of(LayerNorm.of(dtype, 8), new Dropout(0.5), new Softplus())),
                Linear.of(dtype, 8, 3, random));
        model.forward(inputs(dtype, 20), Mode.training(random)); // statistics that are not those of the start
        return model;
    }

    private Tensor inputs(DType dtype, int examples) {
        return Tensor.normal(dtype, Shape.of(examples, 6), 0.5, 2, random);
    }

    private static double[] evaluated(Layer layer, Tensor x) {
        return layer.forward(x, Mode.evaluation()).toDoubleArray();
    }

    @ParameterizedTest
    @EnumSource
    void theSameBitsAndNothingRecorded(DType dtype) {
        Sequential model = network(dtype);
        Layer frozen = model.frozen();
        for (int examples : new int[] {1, 5, 200}) {
            Tensor x = inputs(dtype, examples);
            assertThat(model.forward(x, Mode.evaluation()).isTracked()).isTrue();
            for (int call = 0; call < 3; call++) { // the second one uses the arrays of the first one
                Tensor y = frozen.forward(x, Mode.evaluation());
                assertThat(y.isTracked()).isFalse();
                assertThat(y.toDoubleArray()).containsExactly(evaluated(model, x));
            }
        }
    }

    @Test
    void itHasNoParameters() {
        Sequential model = network(DType.F32);
        Layer frozen = model.frozen();
        assertThat(frozen.parameters()).isEmpty();
        assertThat(frozen.parameterCount()).isZero();
        assertThat(frozen.namedBuffers().collect(NamedBuffer::name))
                .containsExactlyElementsOf(model.namedParameters()
                        .collect(NamedParameter::name)
                        .newWithAll(model.namedBuffers().collect(NamedBuffer::name)));
        assertThat(frozen.description()).startsWith("Frozen(Sequential(Linear(6 -> 8), BatchNorm(8), ReLU");
        assertThat(model.parameters()).noneMatch(Parameter::isFrozen);
        assertThat(frozen.frozen()).isSameAs(frozen);
    }

    @Test
    void itIsEvaluatedInAnyMode() {
        Sequential model = network(DType.F64);
        Layer frozen = model.frozen();
        Tensor x = inputs(DType.F64, 4);
        double[] expected = evaluated(model, x);
        ImmutableList<Tensor> before =
                model.namedBuffers().collect(named -> named.buffer().value());
        assertThat(frozen.forward(x, Mode.training(random)).toDoubleArray()).containsExactly(expected);
        assertThat(frozen.forward(x).toDoubleArray()).containsExactly(expected);
        assertThat(frozen.namedBuffers()
                        .select(named -> named.name().startsWith("1.running"))
                        .collect(named -> named.buffer().value()))
                .containsExactlyElementsOf(before.take(2));
    }

    @Test
    void laterChangesOfTheLayerDoNotReachIt() {
        Sequential model = network(DType.F64);
        Tensor x = inputs(DType.F64, 4);
        Layer frozen = model.frozen();
        double[] expected = evaluated(model, x);
        model.forward(x, Mode.training(random)); // moves the statistics
        var sgd = new gradus.nn.optim.SGD().of(model).learningRate(0.1);
        for (int step = 0; step < 3; step++) { // the first one must leave the numbers, the others work in place
            sgd.minimize(() -> model.forward(x, Mode.training(random)).square().mean());
        }
        assertThat(evaluated(model, x)).isNotEqualTo(expected);
        assertThat(evaluated(frozen, x)).containsExactly(expected);
    }

    /** It is a function of its input that can be differentiated: of x there is a gradient, of nothing else. */
    @Test
    void itIsDifferentiableInItsInput() {
        Sequential model = network(DType.F64);
        Tensor x = inputs(DType.F64, 4).asVariable();
        var expected = model.forward(x, Mode.evaluation()).square().sum().gradients();
        for (Mode mode : Lists.immutable.with(Mode.evaluation(), Mode.training(random))) {
            var found = model.frozen().forward(x, mode).square().sum().gradients();
            assertThat(found.of(x).toDoubleArray())
                    .containsExactly(expected.of(x).toDoubleArray());
            assertThat(found.parameters()).isEmpty();
        }
    }

    /** In a scope of the caller its memory is used, and a tensor from there serves as the input. */
    @Test
    void insideAndOutsideOfAScope() {
        Sequential model = network(DType.F32);
        Layer frozen = model.frozen();
        Tensor x = inputs(DType.F32, 50);
        var scope = new Scope();
        Tensor inside = scope.run(() -> frozen.forward(x.add(0)).mul(2));
        assertThat(scope.bytes()).isGreaterThan(50 * 8 * Float.BYTES);
        assertThat(inside.div(2).toDoubleArray()).containsExactly(evaluated(model, x));
        assertThat(Sequential.of().frozen().forward(x)).isSameAs(x);
    }

    @Test
    void anErrorLeavesItUsable() {
        Sequential model = network(DType.F32);
        Layer frozen = model.frozen();
        assertThatExceptionOfType(gradus.autodiff.ShapeException.class)
                .isThrownBy(() -> frozen.forward(Tensor.zeros(2, 5)))
                .withMessage("layer 0, Linear(6 -> 8): needs a batch [n, 6], got [2, 5]");
        Tensor x = inputs(DType.F32, 2);
        assertThat(evaluated(frozen, x)).containsExactly(evaluated(model, x));
    }

    /** Platform threads and virtual ones. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyThreadsAtOnce(boolean isVirtual) throws Exception {
        Sequential model = network(DType.F32);
        Layer frozen = model.frozen();
        ImmutableList<Tensor> inputs = Interval.oneTo(40).toList().toImmutable().collect(n -> inputs(DType.F32, n));
        ImmutableList<double[]> expected = inputs.collect(x -> evaluated(model, x));
        Callable<ImmutableList<double[]>> all = () -> inputs.collect(x -> evaluated(frozen, x));
        try (var threads = isVirtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(8)) {
            for (var found : threads.invokeAll(Collections.nCopies(64, all))) {
                assertThat(found.get().toArray()).usingRecursiveComparison().isEqualTo(expected.toArray());
            }
        }
    }

    @Test
    void whoWatchesSeesTheSamePartsAndKeepsWhatHeSees() {
        Sequential model = network(DType.F64);
        Tensor x = inputs(DType.F64, 3);
        MutableList<String> seen = Lists.mutable.empty();
        MutableList<Tensor> kept = Lists.mutable.empty();
        var watching = Mode.training(random).watching((path, layer, _, y) -> {
            seen.add(path + " " + layer.description());
            kept.add(y);
        });
        Sequential.of(model.frozen()).forward(x, watching);
        assertThat(seen.take(2)).containsExactly("0.0 Linear(6 -> 8)", "0.1 BatchNorm(8)");
        assertThat(seen.getLast()).startsWith("0 Frozen(");
        assertThat(kept).noneMatch(Tensor::isTracked);
        assertThat(kept.getLast().toDoubleArray()).containsExactly(evaluated(model, x));
    }

    @Test
    void aSharedParameterStaysOne() {
        Linear shared = Linear.of(DType.F64, 3, 3, random);
        Layer frozen = Sequential.of(shared, new ReLU(), shared).frozen();
        assertThat(frozen.namedBuffers().collect(NamedBuffer::name))
                .containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(frozen.namedBuffers().collect(NamedBuffer::buffer).distinct())
                .hasSize(2);
    }

    @Test
    void copiesKeepTheirClass() {
        Embedding table = Embedding.of(5, 2, random);
        Embedding copy = Frozen.copy(table);
        assertThat(copy.weight().isFrozen()).isTrue();
        assertThat(table.weight().isFrozen()).isFalse();
        assertThat(copy.weight().value().toDoubleArray())
                .containsExactly(table.weight().value().toDoubleArray());
        var flatten = new Flatten();
        assertThat(Frozen.copy(flatten)).isSameAs(flatten);
        assertThat(copy.weight().value().sum().isTracked()).isFalse();
    }

    @Test
    void aLambdaExpressionThatUsesParametersIsRefused() {
        Linear hidden = Linear.of(2, 2, random);
        Layer harmless = Sequential.of((x, _) -> x.mul(2), hidden).frozen();
        Tensor x = Tensor.ones(1, 2);
        assertThat(harmless.forward(x).isTracked()).isFalse();
        Layer using = Sequential.of((in, mode) -> hidden.forward(in, mode)).frozen();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> using.forward(x))
                .withMessageStartingWith("Frozen(Sequential(")
                .withMessageEndingWith("needs layers whose parameters are known, got a result that depends on others; "
                        + "a lambda expression hides what it captures: make it a record");
        assertThat(evaluated(Frozen.copyIfPossible(hidden), x)).containsExactly(evaluated(hidden, x));
    }
}
