package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.ScopeException;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps, trainings and evaluations in a scope: the same bits as without, and nothing of them is read afterwards. */
class ScopedStepTest {
    private static final int EXAMPLES = 120;

    private final Tensor inputs = Tensor.normal(DType.F32, Shape.of(EXAMPLES, 64), 0, 1, Randomness.seeded(1));
    private final Indices labels = inputs.slice(1, 0, 10).argMax(1);

    private static Sequential model() {
        Randomness random = Randomness.seeded(5);
        return Sequential.of(
                Linear.of(64, 128, random),
                BatchNorm.of(128),
                new ReLU(),
                new Dropout(0.2),
                Linear.of(128, 10, random));
    }

    private static Sequential twoLayers() {
        Randomness random = Randomness.seeded(5);
        return Sequential.of(Linear.of(64, 128, random), new ReLU(), Linear.of(128, 10, random));
    }

    static ImmutableList<Rule> rules() {
        return Lists.immutable.with(
                new SGD(),
                new SGD().momentum(0.9),
                new Adam(),
                new AdamW(),
                new RMSprop().momentum(0.5),
                new Adagrad());
    }

    private Tensor loss(Sequential model) {
        return new CrossEntropy().mean(model.forward(inputs), labels);
    }

    private static ImmutableList<float[]> numbers(Sequential model) {
        return model.parameters().collect(parameter -> parameter.value().toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aStepOfALossThatIsComputedInItIsThatOfTheLoss(Rule rule) {
        Sequential one = twoLayers();
        Sequential other = twoLayers();
        Optimizer plain = rule.of(one).learningRate(0.05).clipByNorm(1);
        Optimizer scoped = rule.of(other).learningRate(0.05).clipByNorm(1);
        for (int step = 0; step < 5; step++) {
            Tensor before = loss(one);
            plain.step(before.gradients());
            assertThat(scoped.minimize(() -> loss(other))).isEqualTo(before.item());
        }
        assertThat(numbers(other)).usingRecursiveComparison().isEqualTo(numbers(one));
        assertThat(scoped.state().tensors().toString())
                .isEqualTo(plain.state().tensors().toString());
    }

    @Test
    void whatAStepComputedIsOver() {
        Sequential model = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)));
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        AtomicReference<Tensor> kept = new AtomicReference<>();
        new SGD().of(model).learningRate(0.1).minimize(() -> {
            leaked.set(model.forward(inputs));
            kept.set(leaked.get().keep());
            return new CrossEntropy().mean(leaked.get(), labels);
        });
        assertThatThrownBy(() -> leaked.get().sum())
                .isInstanceOf(ScopeException.class)
                .hasMessageContaining("F32[120, 10] made by linear in run 1 of a scope")
                .hasMessageEndingWith("keep() it before the end");
        assertThat(kept.get().isFinite()).isTrue();
    }

    @Test
    void aStepThatFailsChangesNothing() {
        Sequential model = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)));
        var before = numbers(model);
        Optimizer sgd = new SGD().of(model).learningRate(0.1);
        assertThatThrownBy(() -> sgd.minimize(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThatThrownBy(() -> sgd.minimize(() -> Tensor.scalar(1f))).isInstanceOf(GradientException.class);
        assertThat(numbers(model)).usingRecursiveComparison().isEqualTo(before);
        assertThat(sgd.minimize(() -> loss(model))).isPositive();
    }

    @Test
    void aLossWhoseStepFailedMayBeTakenAgain() {
        Sequential model = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)));
        Optimizer sgd = new SGD().of(model);
        Tensor loss = loss(model);
        assertThatThrownBy(() -> sgd.minimize(loss)).hasMessageContaining("needs a learning rate");
        sgd.learningRate(0.1).minimize(loss);
        assertThatThrownBy(() -> sgd.minimize(loss)).hasMessageContaining("the one of the step before");
        assertThatThrownBy(() -> sgd.minimize(() -> loss)).hasMessageContaining("the one of the step before");
    }

    /** Buffers, states, metrics of a whole epoch and hints outlive the steps that they come from. */
    @Test
    void aTrainingIsTheSameAsItsStepsByHand() {
        Dataset data = Dataset.of(inputs, labels);
        Sequential trained = model();
        History history = Trainer.of(
                        trained,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new Adam().of(trained).learningRate(0.01))
                .epochs(4)
                .batchSize(30)
                .inOrder()
                .metric("accuracy", Accuracy::of)
                .validation(data)
                .train(data);
        assertThat(history.last().loss()).isLessThan(history.epochs().getFirst().loss());
        assertThat(history.last().get("validation accuracy"))
                .isEqualTo(Evaluation.of(trained, data).accuracy());
        assertThat(trained.namedBuffers())
                .allSatisfy(
                        named -> assertThat(named.buffer().value().isFinite()).isTrue());
    }

    @Test
    void anObjectiveThatKeepsATensorIsToldHow() {
        Sequential model = Sequential.of(Linear.of(64, 10, Randomness.seeded(1)));
        AtomicReference<Tensor> last = new AtomicReference<>(Tensor.zeros(30, 10));
        var trainer = Trainer.of(
                        model,
                        (y, batch) -> {
                            Tensor before = last.getAndSet(y.detach());
                            return y.sub(before).square().mean();
                        },
                        new SGD().of(model).learningRate(0.01))
                .batchSize(30);
        assertThatThrownBy(() -> trainer.train(Dataset.of(inputs, labels)))
                .isInstanceOf(ScopeException.class)
                .hasMessageContaining("F32[30, 10] made by linear in run 1")
                .hasMessageEndingWith("keep() it before the end");
    }

    @Test
    void lineSearchesLeaveNothingBehind() {
        Parameter p = Parameter.of("p", Tensor.of(3.0, -4.0));
        MutableSeen seen = new MutableSeen();
        LBFGS.of(Lists.immutable.with(p))
                .minimize(() -> seen.add(p.value().square().sum()));
        assertThat(p.value().square().sum().item()).isLessThan(1e-12);
        assertThatThrownBy(seen.last::item).isInstanceOf(ScopeException.class);
    }

    private static final class MutableSeen {
        private Tensor last = Tensor.scalar(0.0);

        Tensor add(Tensor tensor) {
            last = tensor;
            return tensor;
        }
    }
}
