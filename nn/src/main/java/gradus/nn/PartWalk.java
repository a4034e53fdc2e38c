package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.nn.NamedParts.Part;
import java.lang.ref.Reference;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.collections.api.RichIterable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.sorted.SortedMapIterable;
import org.eclipse.collections.api.ordered.OrderedIterable;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.api.tuple.Triple;
import org.eclipse.collections.impl.tuple.Tuples;
import org.jspecify.annotations.Nullable;

/** Goes through lists, arrays, maps and records down to the parameters, buffers and models in them. */
final class PartWalk {
    private static final String ORDER = "parts in an order";
    private static final String STAY = "parts that stay the same";

    private PartWalk() {}

    /** Objects that were looked into: none yet. */
    static Set<Object> unseen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Tells of each parameter, buffer and model of a part, in order, with its name there. */
    static void each(Part part, Consumer<Part> leaves, Set<Object> seen) {
        Consumer<Part> inner = next -> each(next, leaves, seen);
        switch (part.value()) {
            case null -> {}
            case Parameter _, Buffer _, Model _ -> leaves.accept(part);
            case Optional<?> optional -> optional.ifPresent(value -> inner.accept(new Part(part.name(), value)));
            case Object[] array -> numbered(part.name(), Lists.immutable.with(array), inner);
            case Map<?, ?> map -> entries(part.name(), pairs(map), map instanceof SequencedMap, inner);
            case MapIterable<?, ?> map ->
                entries(
                        part.name(),
                        map.keyValuesView().toImmutableList(),
                        map instanceof OrderedIterable || map instanceof SortedMapIterable,
                        inner);
            case Map.Entry<?, ?> entry -> entries(part.name(), pairs(entry), true, inner);
            case Pair<?, ?> pair -> {
                inner.accept(new Part("one", pair.getOne()).within(part.name()));
                inner.accept(new Part("two", pair.getTwo()).within(part.name()));
            }
            case Triple<?, ?, ?> triple -> {
                inner.accept(new Part("one", triple.getOne()).within(part.name()));
                inner.accept(new Part("two", triple.getTwo()).within(part.name()));
                inner.accept(new Part("three", triple.getThree()).within(part.name()));
            }
            case OrderedIterable<?> list -> numbered(part.name(), list, inner);
            case SequencedCollection<?> list -> numbered(part.name(), list, inner);
            case RichIterable<?> bag -> requireNone(part.name(), bag, bag.getClass(), ORDER, seen);
            case Collection<?> set -> requireNone(part.name(), set, set.getClass(), ORDER, seen);
            case AtomicReference<?> cell ->
                requireNone(part.name(), Lists.mutable.with(cell.get()), cell.getClass(), STAY, seen);
            case Reference<?> weak ->
                requireNone(part.name(), Lists.mutable.with(weak.get()), weak.getClass(), STAY, seen);
            case Object other ->
                PartReader.of(other.getClass())
                        .parts(other, seen)
                        .forEach(next -> inner.accept(next.within(part.name())));
        }
    }

    /** Whether it is something that parts are looked for in, or a part. */
    static boolean isKnown(Object value) {
        return switch (value) {
            case Parameter _, Buffer _, Model _, Optional<?> _, Object[] _ -> true;
            case Map<?, ?> _, Map.Entry<?, ?> _, Pair<?, ?> _, Triple<?, ?, ?> _ -> true;
            case RichIterable<?> _, Collection<?> _, Record _ -> true;
            default -> false;
        };
    }

    /** Whether there is a parameter, a buffer or a model in it. */
    static boolean holdsSome(Part part, Set<Object> seen) {
        MutableList<Part> found = Lists.mutable.empty();
        each(part, found::add, seen);
        return found.notEmpty();
    }

    private static void numbered(String name, Iterable<? extends @Nullable Object> values, Consumer<Part> inner) {
        int index = 0;
        for (Object value : values) {
            inner.accept(new Part(name + "." + index++, value));
        }
    }

    private static ImmutableList<Pair<Object, Object>> pairs(Map<?, ?> map) {
        return Lists.immutable.fromStream(map.entrySet().stream().flatMap(entry -> pairs(entry).stream()));
    }

    private static ImmutableList<Pair<Object, Object>> pairs(Map.Entry<?, ?> entry) {
        return Lists.immutable.with(Tuples.pair(entry.getKey(), entry.getValue()));
    }

    /** A hash map may have another order in each run: its keys are taken in that of their names. */
    private static void entries(
            String name, ImmutableList<? extends Pair<?, ?>> pairs, boolean isOrdered, Consumer<Part> inner) {
        ImmutableList<Part> parts = pairs.collect(pair -> new Part(pair.getOne() + "", pair.getTwo()));
        ListIterable<String> twice =
                parts.collect(Part::name).toBag().selectDuplicates().toSortedList();
        if (twice.notEmpty()) {
            throw new ArgumentException(
                    name, "a map whose keys have names of their own", twice.getFirst() + " twice", "");
        }
        pairs.forEach(pair -> requireNoPart(name, pair.getOne()));
        (isOrdered ? parts : parts.toSortedListBy(Part::name)).forEach(part -> inner.accept(part.within(name)));
    }

    private static void requireNoPart(String name, @Nullable Object key) {
        if (key != null && holdsSome(new Part(name, key), unseen())) {
            throw new ArgumentException(
                    name, "a map with parts as its values", "a key with some, " + key, "a key is their name");
        }
    }

    private static void requireNone(
            String name, Iterable<? extends @Nullable Object> values, Class<?> type, String need, Set<Object> seen) {
        String kind = type.getSimpleName();
        for (Object value : values) {
            each(
                    new Part(name, value),
                    leaf -> {
                        throw new ArgumentException(
                                name,
                                need,
                                (kind.startsWith("A") ? "an " : "a ") + kind + " with " + leaf.value(),
                                need.equals(ORDER) ? "a list has one" : "a component of its own, or a list, has such");
                    },
                    seen);
        }
    }
}
