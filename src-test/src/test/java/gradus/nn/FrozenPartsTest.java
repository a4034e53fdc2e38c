package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.data.Csv;
import gradus.nn.data.TableColumn;
import gradus.nn.files.SavedModel;
import gradus.nn.input.TableEncoder;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frozen layers as parts of others, and parts that say how they are frozen. */
class FrozenPartsTest {
    private static final Randomness RANDOM = Randomness.seeded(8);
    private static final Tensor X = Tensor.of(new float[][] {{0.5f, -1}});

    private static Linear linear() {
        return Linear.of(2, 2, RANDOM);
    }

    @Test
    void aModelWithAFrozenPartIsFrozenToo() {
        Layer model = Sequential.of(linear().frozen(), linear());
        Tensor before = model.forward(X).detach();
        Layer frozen = model.frozen();
        assertThat(frozen.forward(X).isTracked()).isFalse();
        model.parameters().each(parameter -> parameter.set(parameter.value().add(1)));
        model.namedBuffers()
                .each(named -> named.buffer().set(named.buffer().value().add(1)));
        assertThat(frozen.forward(X).toDoubleArray()).isEqualTo(before.toDoubleArray());
        assertThat(Frozen.copyIfPossible(model)).isNotSameAs(model);
    }

    /** A layer of several inputs and outputs. */
    record Sum(Linear left, Linear right) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return left.forward(x, mode);
        }

        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            Tensor both = left.forward(inputs.first(), mode).add(right.forward(inputs.tensor("other"), mode));
            return NamedTensors.of("both", both).with("twice", both.mul(2));
        }
    }

    @Test
    void severalInputsAndOutputs() {
        Sum model = new Sum(linear(), linear());
        NamedTensors inputs = NamedTensors.of("main", X).with("other", X.neg());
        NamedTensors outputs = model.frozen().forward(inputs, Mode.training(RANDOM));
        NamedTensors expected = model.forward(inputs, Mode.evaluation());
        assertThat(outputs.tensor("twice").isTracked()).isFalse();
        assertThat(outputs.tensor("twice").toDoubleArray())
                .isEqualTo(expected.tensor("twice").toDoubleArray());
    }

    /** A class that says how it is frozen. */
    static final class Own implements Layer {
        private final Linear linear;

        Own(Linear linear) {
            this.linear = linear;
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return linear.forward(x, mode);
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("linear", linear);
        }

        @Override
        public Layer frozen() {
            return Frozen.of(new Own(Frozen.copy(linear)));
        }
    }

    record Owned(ImmutableList<Own> owned) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor y = x;
            for (Own own : owned) {
                y = own.forward(y, mode);
            }
            return y;
        }
    }

    /** A list of one class cannot hold what its elements become: then the model is evaluated as it is. */
    @Test
    void aListOfAClassThatBecomesAnotherIsRefused() {
        Layer model = new Owned(Lists.immutable.with(new Own(linear())));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(model::frozen)
                .withMessage(
                        "frozen: needs components that can be made anew, such as of type Layer, Linear, List<Layer> "
                                + "or Map, got the component owned of type ImmutableList in Own");
        assertThat(Frozen.copyIfPossible(model)).isSameAs(model);
        Layer open = Sequential.of(new Own(linear()));
        assertThat(open.frozen().forward(X).isTracked()).isFalse();
    }

    /** A model of two inputs and two outputs, with a layer that drops something in training. */
    record Two(Linear left, Layer right) implements Model {
        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            Tensor both = left.forward(inputs.first(), mode)
                    .add(mode.apply("right", right, inputs.indices("other").toTensor(DType.F32)));
            return NamedTensors.of("both", both).with("twice", both.mul(2));
        }
    }

    private static final NamedTensors BOTH = NamedTensors.of("main", X).with("other", Indices.of(Shape.of(1, 2), 3, 1));

    private static double[] twice(Model model, NamedTensors inputs, Mode mode) {
        NamedTensors outputs = model.forward(inputs, mode);
        assertThat(outputs.names()).containsExactly("both", "twice");
        assertThat(outputs.tensor("twice").isTracked()).isEqualTo(inputs.isTracked());
        return outputs.tensor("twice").toDoubleArray();
    }

    /** The bits of the model in evaluation, whatever the mode and whatever becomes of the model. */
    @Test
    void aModelOfSeveralInputsIsFrozen() {
        Two model = new Two(linear(), Sequential.of(linear(), new Dropout(0.5)));
        double[] expected =
                model.forward(BOTH, Mode.evaluation()).tensor("twice").toDoubleArray();
        Model frozen = model.frozen();
        assertThat(frozen.description()).isEqualTo("Frozen(Two)").isEqualTo(frozen.toString());
        assertThat(frozen.parameters()).isEmpty();
        assertThat(frozen.namedBuffers().collect(NamedBuffer::name))
                .isEqualTo(model.namedParameters().collect(NamedParameter::name));
        assertThat(frozen.frozen()).isSameAs(frozen);
        Model copy = Frozen.copy(frozen);
        model.parameters().each(parameter -> parameter.set(parameter.value().add(1)));
        for (Model same : Lists.immutable.with(frozen, copy)) {
            assertThat(twice(same, BOTH, Mode.evaluation())).isEqualTo(expected);
            assertThat(twice(same, BOTH, Mode.training(RANDOM))).isEqualTo(expected);
            assertThat(twice(same, BOTH.mapTensors(Tensor::asVariable), Mode.training(RANDOM)))
                    .isEqualTo(expected);
        }
        NamedTensors first = frozen.forward(BOTH, Mode.evaluation());
        frozen.forward(BOTH.mapTensors(Tensor::neg), Mode.evaluation()); // in the arrays of the first call
        assertThat(first.tensor("twice").toDoubleArray()).isEqualTo(expected);
        frozen.namedBuffers()
                .each(named -> named.buffer().set(named.buffer().value().mul(0)));
        assertThat(twice(frozen, BOTH, Mode.evaluation())).containsExactly(0, 0);
        assertThat(twice(copy, BOTH, Mode.evaluation())).isEqualTo(expected);
        assertThat(Frozen.of((Model) linear().frozen())).isInstanceOf(Frozen.class);
    }

    /** As a part of another model it learns nothing. */
    record Around(Model inner, Linear head) implements Model {
        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            return NamedTensors.of("y", head.forward(inner.forward(inputs, mode).first(), mode));
        }
    }

    @Test
    void aFrozenModelIsAPartOfAnother() {
        Two inner = new Two(linear(), linear());
        Around model = new Around(inner.frozen(), linear());
        assertThat(model.namedParameters().collect(NamedParameter::name)).containsExactly("head.weight", "head.bias");
        Tensor expected = model.forward(BOTH, Mode.evaluation()).first();
        assertThat(expected.isTracked()).isTrue();
        Tensor y = model.frozen().forward(BOTH, Mode.training(RANDOM)).first();
        assertThat(y.isTracked()).isFalse();
        assertThat(y.toDoubleArray()).isEqualTo(expected.toDoubleArray());
        SavedModel.of(new Around(inner, linear()), Maps.immutable.empty()).into(model);
    }

    @Test
    void whatALambdaExpressionHidesIsRefused() {
        Linear hidden = linear();
        Model model = new Two(linear(), (x, mode) -> hidden.forward(x, mode)).frozen();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> model.forward(BOTH, Mode.evaluation()))
                .withMessageStartingWith("Frozen(Two): needs layers whose parameters are known, got a result");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Frozen.of(new Two(linear(), linear())))
                .withMessageStartingWith(
                        "Frozen.of: needs a layer whose parameters are frozen, got Two with left.weight");
    }

    /** A class that says how it is frozen, of several inputs. */
    static final class OwnTwo implements Model {
        private final Two two;

        OwnTwo(Two two) {
            this.two = two;
        }

        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            return two.forward(inputs, mode);
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("two", two);
        }

        @Override
        public Model frozen() {
            return Frozen.of(new OwnTwo(Frozen.copy(two)));
        }
    }

    @Test
    void aModelThatIsAClassSaysHowItIsFrozen() {
        Model model = new Around(new OwnTwo(new Two(linear(), linear())), linear());
        Tensor y = model.frozen().forward(BOTH, Mode.evaluation()).first();
        assertThat(y.isTracked()).isFalse();
        assertThat(y.toDoubleArray())
                .isEqualTo(model.forward(BOTH, Mode.evaluation()).first().toDoubleArray());
    }

    /** A model of several inputs that is a class has no way to be copied. */
    static final class OwnModel implements Model {
        private final Linear linear = linear();

        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            return NamedTensors.of("y", linear.forward(inputs.first(), mode));
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("linear", linear);
        }
    }

    @Test
    void aModelThatIsAClassIsRefused() {
        OwnModel model = new OwnModel();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Frozen.copy(model))
                .withMessageStartingWith("frozen: needs layers with parts that are records");
        assertThat(Frozen.copyIfPossible(model)).isSameAs(model);
    }

    @Test
    void anEncoderOfTables(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("t.csv"), "n,w\n1,a\n3,b\n");
        Csv csv = Csv.read(file, Csv.Format.commas().withHeader());
        TableEncoder encoder = TableEncoder.fit(csv, TableColumn.number("n"), TableColumn.category("w"));
        Layer model = Sequential.of(encoder, Linear.of(encoder.width(), 1, RANDOM));
        Tensor rows = encoder.rows(csv);
        assertThat(model.frozen().forward(rows).isTracked()).isFalse();
        assertThat(model.frozen().forward(rows).toDoubleArray())
                .isEqualTo(model.forward(rows, Mode.evaluation()).toDoubleArray());
    }
}
