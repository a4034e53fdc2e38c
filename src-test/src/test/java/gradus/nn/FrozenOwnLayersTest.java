package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.api.tuple.Triple;
import org.eclipse.collections.impl.tuple.Tuples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Layers of a user's own are frozen with all that is in them, or refused. */
class FrozenOwnLayersTest {
    private static final Randomness RANDOM = Randomness.seeded(8);

    private static Linear linear() {
        return Linear.of(2, 2, RANDOM);
    }

    /** No layer, but with parts in it. */
    record Ends(Layer first, @Nullable Layer last) {}

    /** One of each kind of container, in which nothing is recorded but by its parts. */
    record Everything(
            Parameter scale,
            Optional<Layer> perhaps,
            Layer[] array,
            List<Layer> list,
            ImmutableList<Layer> immutable,
            Map<String, Layer> map,
            ImmutableMap<String, Linear> named,
            Map.Entry<String, Layer> entry,
            Pair<Linear, Layer> pair,
            Triple<Layer, Layer, Layer> triple,
            Ends ends,
            Object open,
            UnaryOperator<Tensor> function,
            String text,
            int count)
            implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            MutableList<Layer> layers = Lists.mutable.with(
                    array[0], perhaps.orElseThrow(), entry.getValue(), pair.getOne(), pair.getTwo(), ends.first());
            layers.addAll(List.of(triple.getOne(), triple.getTwo(), triple.getThree(), (Layer) open));
            layers.addAll(list);
            layers.addAllIterable(immutable);
            layers.addAll(new TreeMap<>(map).values());
            layers.addAllIterable(named);
            return layers.injectInto(function.apply(x.mul(scale.value())), (y, layer) -> layer.forward(y, mode));
        }
    }

    private static Everything everything() {
        return new Everything(
                Parameter.of("scale", Tensor.of(1f, 2f)),
                Optional.of(linear()),
                new Layer[] {linear()},
                List.of(linear(), new ReLU()),
                Lists.immutable.with(linear()),
                Map.of("b", linear(), "a", linear()),
                Maps.immutable.with("c", linear()),
                Map.entry("d", linear()),
                Tuples.pair(linear(), linear()),
                Tuples.triple(linear(), new Dropout(0.9), linear()),
                new Ends(linear(), null),
                linear(),
                Tensor::tanh,
                "text",
                3);
    }

    @Test
    void partsAreFoundInEveryContainer() {
        Everything model = everything();
        Layer frozen = model.frozen();
        Tensor x = Tensor.of(new float[][] {{0.5f, -1}});
        Tensor y = frozen.forward(x);
        assertThat(y.isTracked()).isFalse();
        assertThat(y.toDoubleArray())
                .containsExactly(model.forward(x, Mode.evaluation()).toDoubleArray());
        assertThat(frozen.namedBuffers().collect(NamedBuffer::name))
                .containsExactlyElementsOf(model.namedParameters().collect(NamedParameter::name));
    }

    record Listed(LinkedList<Layer> layers) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return layers.getFirst().forward(x, mode);
        }
    }

    record Sorted(TreeMap<String, Layer> layers) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return layers.get("a").forward(x, mode);
        }
    }

    @Test
    void aCollectionThatCannotBeMadeAnewIsRefusedAndEvaluatedAsItIs() {
        Layer listed = new Listed(new LinkedList<>(List.of(linear())));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(listed::frozen)
                .withMessage(
                        "frozen: needs components that can be made anew, such as of type Layer, Linear, List<Layer> or "
                                + "Map, got the component layers of type LinkedList in Listed");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(new Sorted(new TreeMap<>(Map.of("a", linear())))::frozen);
        assertThat(Frozen.copyIfPossible(listed)).isSameAs(listed);
        Layer without = new Listed(new LinkedList<>(List.of(new ReLU())));
        assertThat(without.frozen().forward(Tensor.of(-1f, 2f)).toDoubleArray()).containsExactly(0, 2);
    }

    /** A class, which says how it is frozen. */
    static class Gated implements Layer {
        final Linear gates;
        final Layer head;

        Gated(Linear gates, Layer head) {
            this.gates = gates;
            this.head = head;
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return mode.apply("head", head, x.mul(mode.apply("gates", gates, x).sigmoid()));
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("gates", gates, "head", head);
        }
    }

    static final class FreezableGated extends Gated {
        FreezableGated(Linear gates, Layer head) {
            super(gates, head);
        }

        @Override
        public Layer frozen() {
            return Frozen.of(new FreezableGated(Frozen.copy(gates), Frozen.copy(head)));
        }
    }

    @Test
    void aClassSaysHowItIsFrozen() {
        Layer model = Sequential.of(linear(), new FreezableGated(linear(), Sequential.of(linear())));
        Layer frozen = model.frozen();
        Tensor x = Tensor.of(new float[][] {{0.5f, -1}});
        assertThat(frozen.forward(x).isTracked()).isFalse();
        assertThat(frozen.forward(x).toDoubleArray())
                .containsExactly(model.forward(x).toDoubleArray());
        assertThat(frozen.namedBuffers().collect(NamedBuffer::name))
                .containsExactlyElementsOf(model.namedParameters().collect(NamedParameter::name));
    }

    @Test
    void aClassThatDoesNotIsRefused() {
        Layer model = Sequential.of(new ReLU(), new Gated(linear(), linear()));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(model::frozen)
                .withMessage(
                        "frozen: needs layers with parts that are records of them, or have a frozen() of their own, "
                                + "got Gated with gates.weight, gates.bias, head.weight, head.bias; "
                                + "let its frozen() return Frozen.of(a new one of the parts, each by Frozen.copy)");
        assertThat(Frozen.copyIfPossible(model)).isSameAs(model);
    }

    @Test
    void whatIsNotFrozenIsNoFrozenLayer() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Frozen.of(linear()))
                .withMessage("Frozen.of: needs a layer whose parameters are frozen, "
                        + "got Linear(2 -> 2) with weight F32[2, 2] and 1 other; "
                        + "Frozen.copy makes such a layer of any, and frozen() both in one");
    }

    /** Nothing is in a component, but the parts are listed: a copy would go on using them. */
    record Supplied(Supplier<Layer> inner) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return inner.get().forward(x, mode);
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("inner", inner.get());
        }
    }

    @Test
    void aRecordThatHidesWhatItListsIsRefused() {
        Linear inner = linear();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(new Supplied(() -> inner)::frozen)
                .withMessageStartingWith("frozen: needs layers with parts that are records of them")
                .withMessageContaining("got Supplied with inner.weight, inner.bias;");
    }

    /** A class without parts is used as it is. */
    static final class Doubling implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.mul(2);
        }
    }

    @Test
    void aClassWithoutPartsIsUsedAsItIs() {
        assertThat(Sequential.of(new Doubling(), linear()).frozen().parameters())
                .isEmpty();
        assertThat(new Doubling().frozen().forward(Tensor.of(1f)).item()).isEqualTo(2);
    }
}
