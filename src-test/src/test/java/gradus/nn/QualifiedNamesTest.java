package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.optim.Adam;
import gradus.nn.optim.LBFGS;
import gradus.nn.optim.SGD;
import gradus.nn.optim.SavedState;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** A parameter in a model has the name that the model has for it, in whatever an error says of it. */
class QualifiedNamesTest {
    private final Randomness random = Randomness.seeded(4);
    private final Linear first = Linear.of(2, 3, random);
    private final Linear last = Linear.of(3, 2, random);
    private final Sequential model = Sequential.of(first, new Tanh(), last);
    private final Tensor x = Tensor.ones(1, 2);

    private static ImmutableList<String> names(Layer layer) {
        return layer.namedParameters().collect(named -> named.parameter().qualifiedName());
    }

    /** A layer of one's own, with parts. */
    record Pair(Layer left, Layer right) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return mode.apply("left", left, x).add(mode.apply("right", right, x));
        }

        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            return NamedParameter.under("left", left).newWithAll(NamedParameter.under("right", right));
        }

        @Override
        public ImmutableList<NamedBuffer> namedBuffers() {
            return NamedBuffer.under("left", left).newWithAll(NamedBuffer.under("right", right));
        }
    }

    @Test
    void aSequentialNamesItsParameters() {
        assertThat(names(model)).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(first.weight()).hasToString("0.weight F32[3, 2]");
        assertThat(first.weight().name()).as("its own name").isEqualTo("weight");
        assertThat(first.namedParameters().collect(NamedParameter::name)).containsExactly("weight", "bias");
    }

    @Test
    void modelsInModelsAddToTheName() {
        var outer = Sequential.of(new Residual(Sequential.of(Linear.of(2, 2, random))), model);
        assertThat(names(outer))
                .containsExactly(
                        "0.inner.0.weight", "0.inner.0.bias", "1.0.weight", "1.0.bias", "1.2.weight", "1.2.bias");
    }

    @Test
    void aPartDoesNotKnowWhereItStands() {
        assertThat(first.parameters().collect(Parameter::qualifiedName)).containsExactly("0.weight", "0.bias");
        var outer = Sequential.of(new Tanh(), model);
        assertThat(model.parameters().getFirst().qualifiedName()).isEqualTo("1.0.weight");
        assertThat(outer.parameterCount()).isEqualTo(17);
        assertThat(Summary.of(outer, 2).parameterCount()).isEqualTo(17);
        assertThat(first.weight().qualifiedName()).isEqualTo("1.0.weight");
    }

    @Test
    void theLastModelMadeOfALayerNamesIt() {
        Sequential.of(new Tanh(), first);
        assertThat(first.weight().qualifiedName()).isEqualTo("1.weight");
        assertThat(model.parameters().getFirst().qualifiedName())
                .as("asked anew")
                .isEqualTo("0.weight");
    }

    /** As an end of another name it would be taken for a part: the dot decides. */
    @Test
    void aNameThatOnlyEndsAlikeIsAnother() {
        var weight = Parameter.of("weight", x);
        weight.qualify("10.weight");
        weight.qualify("0.weight");
        assertThat(weight.qualifiedName()).isEqualTo("0.weight");
        var buffer = Buffer.of("mean", x);
        buffer.qualify("10.mean");
        buffer.qualify("0.mean");
        assertThat(buffer.qualifiedName()).isEqualTo("0.mean");
        assertThat(buffer.name()).isEqualTo("mean");
    }

    @Test
    void aSharedLayerHasItsFirstName() {
        var shared = Linear.of(2, 2, random);
        var tied = Sequential.of(shared, new Tanh(), shared);
        assertThat(shared.weight().qualifiedName()).isEqualTo("0.weight");
        assertThat(tied.parameters()).hasSize(2);
        assertThat(shared.weight().qualifiedName()).isEqualTo("0.weight");
    }

    @Test
    void aModelOfOnesOwnNamesThemWhenItIsAsked() {
        var pair = new Pair(Linear.of(2, 2, random), Sequential.of(Linear.of(2, 2, random)));
        new SGD().of(pair.parameters());
        assertThat(names(pair)).containsExactly("left.weight", "left.bias", "right.0.weight", "right.0.bias");
        var other = new Pair(Linear.of(2, 2, random), Linear.of(2, 2, random));
        new SGD().of(other);
        assertThat(names(other)).containsExactly("left.weight", "left.bias", "right.weight", "right.bias");
        var inside = new Pair(Linear.of(2, 2, random), Linear.of(2, 2, random));
        Sequential.of(inside);
        assertThat(names(inside)).containsExactly("0.left.weight", "0.left.bias", "0.right.weight", "0.right.bias");
    }

    @Test
    void buffersAreNamedToo() {
        var norm = BatchNorm.of(2);
        var outer = Sequential.of(Sequential.of(new Tanh(), norm));
        assertThat(norm.runningMean()).hasToString("0.1.running_mean F32[2]");
        assertThat(outer.namedBuffers()).hasSize(3);
        assertThatThrownBy(() -> norm.runningVariance().set(x.reshape(2, 1)))
                .hasMessage("buffer 0.1.running_var: needs a value of shape [2], got [2, 1]");
        assertThatThrownBy(() -> norm.runningVariance().set(Tensor.of(1.0, 2.0)))
                .hasMessageStartingWith("buffer 0.1.running_var: needs a value of type F32, got F64; ");
        var own = new Pair(BatchNorm.of(2), new Residual(BatchNorm.of(2)));
        own.parameters();
        assertThat(own.namedBuffers().collect(named -> named.buffer().qualifiedName()))
                .contains("left.running_mean", "right.inner.running_mean");
    }

    @Test
    void optimizersOfParametersNameThem() {
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        var other = Sequential.of(Linear.of(2, 2, random));
        String all = "0.weight F32[3, 2], 0.bias F32[3], 2.weight F32[2, 3], 2.bias F32[2]";
        assertThatThrownBy(() -> sgd.minimize(other.forward(x).sum())).hasMessageContaining("none of " + all + ";");
        assertThatThrownBy(() -> LBFGS.of(model.parameters())
                        .minimize(() -> other.forward(x).sum()))
                .hasMessageContaining("none of " + all + ";");
        assertThatThrownBy(() -> new SGD().of(Lists.immutable.with(last.bias(), last.bias(), first.bias())))
                .hasMessageContaining("got some twice: 2.bias F32[2], 2.bias F32[2]; ");
        assertThatThrownBy(() -> new Adam().of(other.parameters()).group(Lists.immutable.with(last.bias()), _ -> {}))
                .hasMessageContaining("got 2.bias F32[2]; ");
    }

    /** The second in the list is of layer 0, the fourth of layer 2, whatever their numbers. */
    @Test
    void gradientsThatAreNotFiniteAreNamed() {
        var sgd = new SGD().of(model.parameters()).learningRate(0.1).refuseNonFinite();
        assertThatThrownBy(
                        () -> sgd.minimize(first.bias().value().mul(Double.NaN).sum()))
                .hasMessageContaining("of the gradient of 0.bias F32[3]; ");
        assertThatThrownBy(
                        () -> sgd.minimize(last.bias().value().mul(Double.NaN).sum()))
                .hasMessageContaining("of the gradient of 2.bias F32[2]; ");
        var same = Lists.immutable.with(Parameter.of("w", x), Parameter.of("w", x));
        var loose = new SGD().of(same).learningRate(0.1).refuseNonFinite();
        assertThatThrownBy(() ->
                        loose.minimize(same.getLast().value().mul(Double.NaN).sum()))
                .as("in no model: told apart by their numbers")
                .hasMessageContaining("of the gradient of 1.w F32[1, 2]; ");
    }

    @Test
    void theEngineNamesThem() {
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        sgd.minimize(model.forward(x).sum());
        var stale = model.forward(x).sum();
        sgd.minimize(model.forward(x).square().sum());
        assertThatThrownBy(stale::gradients).hasMessageContaining(": needs parameter 2.weight as it was recorded, ");
        var before = last.bias().value();
        last.bias().set(before);
        var mixed = before.add(last.bias().value()).sum().gradients();
        assertThatThrownBy(() -> mixed.of(last.bias()))
                .hasMessageStartingWith("gradients.of: needs one value of parameter 2.bias, ");
        assertThatThrownBy(() -> last.bias().set(x))
                .hasMessageStartingWith("parameter 2.bias: needs a value of shape [2]");
        assertThatThrownBy(() -> last.bias().set(Tensor.of(1.0, 2.0)))
                .hasMessageStartingWith("parameter 2.bias: needs a value of type F32");
        assertThat(Graph.of(model.forward(x)).text())
                .contains("parameter 0.weight")
                .contains("parameter 2.bias");
    }

    /**
     * The files' names stay: numbers in the list, where several have one name. An error says which
     * parameter that is.
     */
    @Test
    void savedStatesKeepTheirNames() {
        var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
        sgd.minimize(model.forward(x).sum());
        var state = sgd.state();
        assertThat(state.tensors().keysView())
                .containsExactly("0.weight.velocity", "1.bias.velocity", "2.weight.velocity", "3.bias.velocity");
        assertThatThrownBy(() -> sgd.restore(with(state, "3.bias.velocity", Tensor.ones(3))))
                .hasMessage("SGD.restore, 3.bias.velocity of parameter 2.bias: needs shape [2], got [3]; was it saved"
                        + " of another model?");
        assertThatThrownBy(() -> sgd.restore(with(state, "0.weight.velocity", Tensor.ones(3))))
                .hasMessage(
                        "SGD.restore, 0.weight.velocity: needs shape [3, 2], got [3]; was it saved of another model?");
        assertThatThrownBy(() -> sgd.restore(with(state, "1.bias.age", Tensor.ones(3))))
                .hasMessageStartingWith(
                        "SGD.restore, 1.bias of parameter 0.bias: needs velocity, got age and velocity");
        var again = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.3);
        again.restore(state);
        assertThat(again.state()).hasToString(state.toString());
        var part = new SGD().of(first).learningRate(0.1);
        part.minimize(first.forward(x).sum());
        assertThat(part.state().numbers().keysView())
                .as("of a part by itself")
                .containsExactly("bias.step", "learning_rate", "weight.step");
    }

    private static SavedState with(SavedState state, String name, Tensor tensor) {
        var tensors = SortedMaps.mutable.ofSortedMap(state.tensors().castToSortedMap());
        tensors.put(name, tensor);
        return new SavedState(state.kind(), state.numbers(), tensors.toImmutable());
    }

    @Test
    void noLayerIsNone() {
        assertThatThrownBy(() -> Sequential.of(new Tanh(), null))
                .hasMessage("Sequential: needs layers, got null as layer 1");
    }
}
