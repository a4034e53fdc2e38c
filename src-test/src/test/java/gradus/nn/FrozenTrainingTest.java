package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.bits.ChildJvm;
import gradus.nn.data.Dataset;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.Prediction;
import gradus.nn.optim.Adam;
import gradus.nn.train.Trainer;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.tuple.Tuples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frozen parts of models that are trained, saved and evaluated. */
class FrozenTrainingTest {
    private final Randomness random = Randomness.seeded(11);
    private final Sequential base =
            Sequential.of(Linear.of(4, 8, random), BatchNorm.of(8), new ReLU(), Linear.of(8, 5, random));
    private final Tensor inputs = Tensor.normal(DType.F32, Shape.of(60, 4), 0, 1, random);
    private final Indices labels = Indices.of(random.ints(60, 0, 3).toArray());
    private final Dataset data = Dataset.of(inputs, labels);

    /** All numbers of a layer, by name. */
    private static ImmutableList<Pair<String, ImmutableDoubleList>> values(Layer layer) {
        return SavedModel.of(layer, Maps.immutable.empty())
                .values()
                .collect(value -> Tuples.pair(
                        value.name(), DoubleLists.immutable.with(value.tensor().toDoubleArray())));
    }

    /** The head learns, and backward knows of nothing behind the frozen part's result. */
    @Test
    void fineTuningChangesTheHeadAlone() {
        Layer frozen = base.frozen();
        Linear head = Linear.of(5, 3, random);
        Sequential model = Sequential.of(frozen, head);
        var before = values(frozen);
        var ofBase = values(base);
        double[] headBefore = head.weight().value().toDoubleArray();
        assertThat(model.namedParameters().collect(NamedParameter::name)).containsExactly("1.weight", "1.bias");

        MutableList<Boolean> recorded = Lists.mutable.empty();
        Mode watching = Mode.training(random).watching((path, _, _, y) -> {
            if (path.startsWith("0")) {
                recorded.add(y.isTracked());
            }
        });
        Tensor loss = new CrossEntropy().mean(model.forward(inputs, watching), labels);
        assertThat(recorded).hasSize(5).containsOnly(false);
        assertThat(loss.gradients().parameters()).containsExactlyInAnyOrder(head.weight(), head.bias());

        var history = Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), new Adam().of(model))
                .validation(data)
                .epochs(3)
                .batchSize(20)
                .train(data);
        assertThat(history.last().loss()).isFinite();
        assertThat(head.weight().value().toDoubleArray()).isNotEqualTo(headBefore);
        assertThat(values(frozen)).isEqualTo(before);
        assertThat(values(base)).isEqualTo(ofBase);
    }

    /** What stands before a frozen part learns through it. */
    @Test
    void whatComesBeforeLearnsToo() {
        Linear adapter = Linear.of(4, 4, random);
        Sequential model = Sequential.of(adapter, base.frozen());
        var gradients =
                model.forward(inputs, Mode.training(random)).square().mean().gradients();
        assertThat(gradients.parameters()).containsExactlyInAnyOrder(adapter.weight(), adapter.bias());
        assertThat(gradients.of(adapter.weight()).abs().max().item()).isPositive();
    }

    @Test
    void aFrozenModelHasNothingToTrain() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new Adam().of(base.frozen()))
                .withMessageContaining("parameter");
    }

    @Test
    void itIsSavedUnderTheNamesOfTheModel(@TempDir Path folder) {
        base.forward(inputs, Mode.training(random));
        for (String name : Lists.immutable.with("model.json", "model.safetensors")) {
            Path file = folder.resolve(name);
            Layer frozen = base.frozen();
            SavedModel.of(frozen, Maps.immutable.empty()).write(file);
            Sequential other =
                    Sequential.of(Linear.of(4, 8, random), BatchNorm.of(8), new ReLU(), Linear.of(8, 5, random));
            SavedModel.read(file).into(other);
            assertThat(values(other)).isEqualTo(values(base));

            other.parameters()
                    .each(parameter -> parameter.set(parameter.value().detach().mul(2)));
            SavedModel.of(other, Maps.immutable.empty()).write(file);
            SavedModel.read(file).into(frozen);
            assertThat(frozen.forward(inputs).toDoubleArray())
                    .containsExactly(other.forward(inputs, Mode.evaluation()).toDoubleArray());
            assertThat(frozen.forward(inputs).isTracked()).isFalse();
        }
    }

    @Test
    void summariesCountNoParametersInIt() {
        Sequential model =
                Sequential.of(Linear.of(DType.F64, 4, 5, random).frozen(), Linear.of(DType.F64, 5, 3, random));
        assertThat(Summary.of(model, 4).parameterCount()).isEqualTo(18);
        Summary all =
                Summary.of(Sequential.of(Linear.of(DType.F64, 4, 5, random)).frozen(), 4);
        assertThat(all.parameterCount()).isZero();
        assertThat(all.flops()).isEqualTo(5 * 9);
    }

    /** A layer that tells whether what it gets is recorded. */
    record Asking(Layer inner, MutableList<Boolean> recorded) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor y = inner.forward(x, mode);
            recorded.add(y.isTracked());
            return y;
        }
    }

    @Test
    void whoEvaluatesRecordsNothing() {
        var asking = new Asking(Linear.of(4, 3, random), Lists.mutable.empty());
        var evaluation = Evaluation.of(asking, data);
        Prediction.all(asking, data);
        assertThat(asking.recorded()).hasSize(2).containsOnly(false);
        asking.recorded().clear();
        Trainer.of(asking, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), new Adam().of(asking))
                .validation(data)
                .batchSize(30) // of the 60 examples, in training and in validation
                .epochs(2)
                .train(data);
        assertThat(asking.recorded()).containsExactly(true, true, false, false, true, true, false, false);
        assertThat(evaluation.loss()).isPositive();
    }

    /** What cannot be frozen is evaluated all the same. */
    @Test
    void whatCannotBeFrozenIsEvaluatedAsItIs() {
        Linear linear = Linear.of(4, 3, random);
        Layer hiding = (x, mode) -> linear.forward(x, mode);
        assertThat(Evaluation.of(hiding, data)).isEqualTo(Evaluation.of(linear, data));
    }

    /**
     * Of one example, once the compiler is done: small objects, and no hidden layer of 12 kB, or of 50 for
     * an image. In about one process of ten it makes an object in each tile of a product, so the best of
     * three counts.
     */
    @Test
    void anAnswerTakesNoArrayBesideTheResult() {
        ImmutableList<String> tooMuch = tooMuch();
        for (int again = 0; again < 2 && tooMuch.notEmpty(); again++) {
            tooMuch = tooMuch();
        }
        assertThat(tooMuch).isEmpty();
    }

    private static ImmutableList<String> tooMuch() {
        return ChildJvm.outputOf(
                Lists.immutable.with(ChildJvm.VECTOR_MODULE, "-Dgradus.threads=1"), FrozenMemoryProgram.class);
    }
}
