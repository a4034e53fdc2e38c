package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Parameters, buffers and layers are found in the components of a record, or in what a class names. */
class NamedPartsTest {
    private final Randomness random = Randomness.seeded(5);

    private static Parameter cell(String name) {
        return Parameter.of(name, Tensor.of(1f, 2f));
    }

    private Linear linear() {
        return Linear.of(2, 2, random);
    }

    private static ImmutableList<String> names(Layer layer) {
        return layer.namedParameters().collect(NamedParameter::name);
    }

    private static ImmutableList<String> bufferNames(Layer layer) {
        return layer.namedBuffers().collect(NamedBuffer::name);
    }

    /** A layer that does nothing, so that tests say only what it is made of. */
    private interface Idle extends Layer {
        @Override
        default Tensor forward(Tensor x, Mode mode) {
            return x;
        }
    }

    private record Plain(Parameter gain, Layer inner, Buffer seen, double rate, String word) implements Idle {}

    @Test
    void componentsInTheirOrderUnderTheirNames() {
        var gain = cell("g");
        var seen = Buffer.of("s", Tensor.scalar(0.0));
        var plain = new Plain(gain, Sequential.of(linear(), BatchNorm.of(2)), seen, 1, "word");
        assertThat(names(plain))
                .containsExactly("gain", "inner.0.weight", "inner.0.bias", "inner.1.weight", "inner.1.bias");
        assertThat(bufferNames(plain))
                .containsExactly("inner.1.running_mean", "inner.1.running_var", "inner.1.num_batches_tracked", "seen");
        assertThat(plain.namedParameters().getFirst().parameter()).isSameAs(gain);
        assertThat(plain.namedBuffers().getLast().buffer()).isSameAs(seen);
        assertThat(plain.namedParts()).hasToString("[gain, inner, seen]");
    }

    private record Many(
            List<Layer> list,
            ImmutableList<ImmutableList<Parameter>> nested,
            Parameter[] array,
            Optional<Layer> some,
            Optional<Parameter> none,
            @Nullable Parameter missing)
            implements Idle {}

    @Test
    void listsArraysAndOptionals() {
        var many = new Many(
                Arrays.asList(new ReLU(), null, linear()),
                Lists.immutable.with(Lists.immutable.with(cell("a")), Lists.immutable.with(cell("b"), cell("c"))),
                new Parameter[] {cell("d"), cell("e")},
                Optional.of(linear()),
                Optional.empty(),
                null);
        assertThat(names(many))
                .containsExactly(
                        "list.2.weight",
                        "list.2.bias",
                        "nested.0.0",
                        "nested.1.0",
                        "nested.1.1",
                        "array.0",
                        "array.1",
                        "some.weight",
                        "some.bias");
    }

    private record Heads(Map<?, ? extends Layer> heads) implements Idle {}

    private record Cells(MapIterable<String, Parameter> cells) implements Idle {}

    @Test
    void mapsInTheirOrderOrInThatOfTheirKeys() {
        var ordered = new LinkedHashMap<String, Layer>();
        ordered.put("shape", linear().withoutBias());
        ordered.put("color", linear().withoutBias());
        assertThat(names(new Heads(ordered))).containsExactly("heads.shape.weight", "heads.color.weight");
        assertThat(names(new Heads(new HashMap<>(ordered))))
                .containsExactly("heads.color.weight", "heads.shape.weight");
        assertThat(names(new Heads(Map.copyOf(ordered)))).containsExactly("heads.color.weight", "heads.shape.weight");
        assertThat(names(new Cells(Maps.immutable.of("z", cell("z"), "a", cell("a"), "k", cell("k")))))
                .containsExactly("cells.a", "cells.k", "cells.z");
        var down = SortedMaps.immutable.of(java.util.Comparator.<String>reverseOrder(), "a", cell("a"), "z", cell("z"));
        assertThat(names(new Cells(down))).containsExactly("cells.z", "cells.a");
    }

    @Test
    void keysWithOneNameAreRefused() {
        var twice = new LinkedHashMap<Object, Layer>();
        twice.put(1, linear());
        twice.put("1", linear());
        assertThatThrownBy(() -> names(new Heads(twice)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("heads: needs a map whose keys have names of their own, got 1 twice");
    }

    private record Bag(Set<?> parts) implements Idle {}

    @Test
    void setsHaveNoOrder() {
        assertThatThrownBy(() -> names(new Bag(new HashSet<>(List.of(linear())))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("parts: needs parts in an order, got a HashSet with Linear")
                .hasMessageEndingWith("a list has one");
        assertThat(names(new Bag(Set.of("words", "alone")))).isEmpty();
    }

    private record Gates(Parameter open, Parameter shut) {}

    private record Box<T>(T content, Object anything, Record more) implements Idle {}

    @Test
    void whatTheTypesLeaveOpenIsFoundByItsValue() {
        var box = new Box<>(List.of(cell("a")), linear().withoutBias(), new Gates(cell("b"), cell("c")));
        assertThat(names(box)).containsExactly("content.0", "anything.weight", "more.open", "more.shut");
        assertThat(names(new Box<>("text", 7, new Box<>(1, Path.of("a"), new Gates(cell("b"), cell("c"))))))
                .as("a path goes through itself without end")
                .containsExactly("more.more.open", "more.more.shut");
    }

    private record Tied(Linear one, Linear other) implements Idle {}

    @Test
    void whatIsSharedIsListedUnderBothNamesAndTrainedOnce() {
        var linear = linear();
        var tied = new Tied(linear, linear.withoutBias());
        assertThat(names(tied)).containsExactly("one.weight", "one.bias", "other.weight");
        assertThat(tied.parameters()).containsExactly(linear.weight(), linear.bias());
        assertThat(linear.weight().qualifiedName()).isEqualTo("one.weight");
    }

    /** The names of before: a record may still list its parameters itself. */
    private record Listing(Parameter first, Layer inner) implements Idle {
        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            return Lists.immutable.with(new NamedParameter("own", first));
        }
    }

    @Test
    void aRecordMayListItself() {
        var listing = new Listing(cell("first"), BatchNorm.of(2));
        assertThat(names(listing)).containsExactly("own");
        assertThat(bufferNames(listing)).hasSize(3).allMatch(name -> name.startsWith("inner."));
    }

    private static final class Named implements Idle {
        private final Linear gates = Linear.of(2, 2, Randomness.seeded(1));
        private final Layer head = BatchNorm.of(2);

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("head", head, "gates", gates, "missing", null);
        }
    }

    @Test
    void aClassNamesItsPartsInOneCall() {
        assertThat(names(new Named())).containsExactly("head.weight", "head.bias", "gates.weight", "gates.bias");
        assertThat(bufferNames(new Named()))
                .hasSize(3)
                .allMatch(name -> name.startsWith("head.running") || name.startsWith("head.num"));
    }

    @Test
    void namesAndPartsAreChecked() {
        assertRefused(() -> NamedParts.of("gates"), "NamedParts.of: needs a part after each name, got 1 arguments");
        assertRefused(() -> NamedParts.of(linear(), "gates"), "needs a name before each part, got Linear");
        assertRefused(() -> NamedParts.of(" ", linear()), "needs a name before each part, got  ");
        assertRefused(() -> NamedParts.of("a", linear(), "a", linear()), "needs each name once, got 'a' twice");
        assertRefused(
                () -> NamedParts.of("a", 3),
                "NamedParts.of, a: needs a parameter, a buffer, a layer, or a list, an array, a map, an Optional or a"
                        + " record of such, got Integer");
        assertRefused(() -> NamedParts.of("a", Tensor.of(1f)), "NamedParts.of, a: needs a parameter");
    }

    private static void assertRefused(Supplier<NamedParts> call, String message) {
        assertThatThrownBy(call::get).isInstanceOf(ArgumentException.class).hasMessageContaining(message);
    }

    @Test
    void bufferOfEitherTypeIsFoundInARecord() {
        record Two(Buffer single, Buffer big) implements Idle {}
        var two = new Two(
                Buffer.of("x", Tensor.zeros(DType.F32, Shape.of(1))),
                Buffer.of("y", Tensor.zeros(DType.F64, Shape.of(1))));
        assertThat(bufferNames(two)).containsExactly("single", "big");
        assertThat(names(two)).isEmpty();
    }
}
