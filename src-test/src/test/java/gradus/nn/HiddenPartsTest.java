package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.api.tuple.Triple;
import org.eclipse.collections.impl.tuple.Tuples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a type says to be there is found or refused, whatever it is wrapped in. */
class HiddenPartsTest {
    private static Linear linear() {
        return Linear.of(2, 2, Randomness.seeded(1)).withoutBias();
    }

    private interface Idle extends Layer {
        @Override
        default Tensor forward(Tensor x, Mode mode) {
            return x;
        }
    }

    private static ImmutableList<String> names(Layer layer) {
        return layer.namedParameters().collect(NamedParameter::name);
    }

    private record Ends(
            Map.Entry<String, Linear> entry,
            Pair<Layer, ? extends Layer> pair,
            Triple<Layer, String, Layer> triple,
            List<Map.Entry<String, Layer>> steps)
            implements Idle {}

    @Test
    void entriesAndPairsAreFound() {
        var ends = new Ends(
                Map.entry("a", linear()),
                Tuples.pair(linear(), linear()),
                Tuples.triple(linear(), "word", linear()),
                List.of(Map.entry("in", linear()), Map.entry("out", linear())));
        assertThat(names(ends))
                .containsExactly(
                        "entry.a.weight",
                        "pair.one.weight",
                        "pair.two.weight",
                        "triple.one.weight",
                        "triple.three.weight",
                        "steps.0.in.weight",
                        "steps.1.out.weight");
        ends.freeze();
        assertThat(ends.entry().getValue().weight().isFrozen()).isTrue();
    }

    private sealed interface Either<L, R> {
        record Left<L, R>(L left) implements Either<L, R> {}

        record Right<L, R>(R right) implements Either<L, R> {}
    }

    private record Choice(Either<Layer, String> one, Either<Layer, String> other) implements Idle {}

    private record Function1(UnaryOperator<Tensor> f) implements Idle {}

    private record Scaling(Linear inner) implements UnaryOperator<Tensor> {
        @Override
        public Tensor apply(Tensor x) {
            return inner.forward(x);
        }
    }

    private record Bounded<T extends Comparable<T> & Layer>(T inner) implements Idle {}

    private record Ordered(Linear inner) implements Idle, Comparable<Ordered> {
        @Override
        public int compareTo(Ordered other) {
            return 0;
        }
    }

    @Test
    void recordsOfOnesOwnAreFoundBehindAnyInterface() {
        assertThat(names(new Choice(new Either.Left<>(linear()), new Either.Right<>("word"))))
                .containsExactly("one.left.weight");
        assertThat(names(new Function1(new Scaling(linear())))).containsExactly("f.inner.weight");
        assertThat(names(new Function1(Tensor::tanh))).isEmpty();
        assertThat(names(new Bounded<>(new Ordered(linear())))).containsExactly("inner.inner.weight");
    }

    private record Supplied(Supplier<Layer> behind) implements Idle {}

    private record Bound<L extends Layer>(Supplier<? extends L> behind) implements Idle {}

    private record Weak(WeakReference<Linear> behind) implements Idle {}

    private record Atomic(AtomicReference<? super Linear> behind) implements Idle {}

    private record Future(CompletableFuture<Parameter> behind) implements Idle {}

    private record Flow(Stream<Layer> behind) implements Idle {}

    private record Walk(Iterator<Buffer> behind) implements Idle {}

    private record Each(Iterable<Layer> behind) implements Idle {}

    private record Made(Function<String, List<Layer>> behind) implements Idle {}

    private record Many(Map<String, List<Supplier<Layer>[]>> behind) implements Idle {}

    static List<Layer> hiding() {
        Linear linear = linear();
        return List.of(
                new Supplied(() -> linear),
                new Bound<>(() -> linear),
                new Weak(new WeakReference<>(linear)),
                new Atomic(new AtomicReference<>(linear)),
                new Future(new CompletableFuture<>()),
                new Flow(Stream.of(linear)),
                new Walk(List.<Buffer>of().iterator()),
                new Each(() -> List.<Layer>of(linear).iterator()),
                new Made(_ -> List.of(linear)),
                new Many(Map.of()));
    }

    @ParameterizedTest
    @MethodSource("hiding")
    void whatIsBehindAReferenceOrAFunctionIsRefused(Layer layer) {
        assertThatThrownBy(layer::namedParameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith(layer.getClass().getSimpleName() + ": needs parts that can be found")
                .hasMessageContaining("got the component behind of type ")
                .hasMessageContaining("let namedParts() return NamedParts.of(\"behind\", the part itself, ...)");
        assertThatThrownBy(layer::namedBuffers).isInstanceOf(ArgumentException.class);
    }

    private record Watched(
            Layer inner, Consumer<Layer> hook, Comparator<? super Parameter> order, Class<? extends Layer> kind)
            implements Idle {}

    @Test
    void whatTakesPartsHoldsNone() {
        var watched = new Watched(linear(), _ -> {}, Comparator.comparing(Parameter::name), Linear.class);
        assertThat(names(watched)).containsExactly("inner.weight");
        assertThat(names(new Each(List.of(linear())))).containsExactly("behind.0.weight");
    }

    private record Open(Object any) implements Idle {}

    private record Keyed(Map<Layer, String> words) implements Idle {}

    private enum Kind {
        ONE;

        private final Linear inner = linear();
    }

    private record OfKind(Kind kind) implements Idle {}

    private static final class Box<T> {
        private final T content;

        private Box(T content) {
            this.content = content;
        }
    }

    private record Boxed(Box<Layer> box) implements Idle {}

    private static final class Node {
        private final Object next;

        private Node(Object next) {
            this.next = next;
        }
    }

    @Test
    void whatTypesLeaveOpenIsRefusedByItsValue() {
        assertRefused(
                new Open(new AtomicReference<>(linear())), "needs parts that stay the same, got an AtomicReference");
        assertRefused(new Open(new WeakReference<>(List.of(linear()))), "got a WeakReference with Linear");
        assertRefused(new Keyed(Map.of(linear(), "word")), "words: needs a map with parts as its values, got a key");
        assertRefused(new OfKind(Kind.ONE), "Kind: needs the names of its parts");
        assertRefused(new Boxed(new Box<>(linear())), "Box: needs the names of its parts");
        assertRefused(new Open(new Node(new Node(List.of(linear())))), "Node: needs the names of its parts");
        assertThat(names(new Boxed(new Box<>(null)))).isEmpty();
        assertThat(names(new Open(new AtomicReference<>("word")))).isEmpty();
    }

    @Test
    void circlesComeToAnEnd() {
        var holder = new Object[1];
        var node = new Node(new AtomicReference<>(holder));
        holder[0] = node;
        assertThat(names(new Open(node))).isEmpty();
        holder[0] = new Object[] {node, linear()};
        assertRefused(new Open(node), "AtomicReference with Linear");
    }

    @Test
    void longChainsComeToAnEnd() {
        Object chain = List.of(linear());
        for (int i = 0; i < 100_000; i++) {
            chain = new Node(chain);
        }
        assertThat(names(new Open(chain))).as("so far nobody looks").isEmpty();
    }

    private static void assertRefused(Layer layer, String message) {
        assertThatThrownBy(layer::namedParameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namedPartsTakesWhatItFinds() {
        assertThatThrownBy(() -> NamedParts.of("a", new AtomicReference<>(linear())))
                .hasMessageContaining("NamedParts.of, a: needs a parameter");
        assertThatThrownBy(() -> NamedParts.of("a", (Supplier<Layer>) HiddenPartsTest::linear))
                .hasMessageContaining("NamedParts.of, a: needs a parameter");
        assertThatThrownBy(() -> NamedParts.of("a", new Box<>(linear())))
                .hasMessageContaining("NamedParts.of, a: needs a parameter");
        assertThat(NamedParts.of("a", Tuples.pair(linear(), 1)).parameters()).hasSize(1);
    }
}
