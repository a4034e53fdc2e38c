package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.nn.NamedParts.Part;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.eclipse.collections.api.RichIterable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.sorted.SortedMapIterable;
import org.eclipse.collections.api.ordered.OrderedIterable;
import org.jspecify.annotations.Nullable;

/** Goes through lists, arrays, maps and records down to the parameters, buffers and layers in them. */
final class PartWalk {
    private PartWalk() {}

    /** Tells of each parameter, buffer and layer of a part, in order, with its name there. */
    static void each(Part part, Consumer<Part> leaves) {
        switch (part.value()) {
            case null -> {}
            case Parameter _, Buffer _, Layer _ -> leaves.accept(part);
            case Optional<?> optional -> optional.ifPresent(value -> each(new Part(part.name(), value), leaves));
            case Object[] array -> numbered(part.name(), Lists.immutable.with(array), leaves);
            case Map<?, ?> map -> entries(part.name(), inner(map), map instanceof SequencedMap, leaves);
            case MapIterable<?, ?> map ->
                entries(
                        part.name(),
                        inner(map),
                        map instanceof OrderedIterable || map instanceof SortedMapIterable,
                        leaves);
            case OrderedIterable<?> list -> numbered(part.name(), list, leaves);
            case SequencedCollection<?> list -> numbered(part.name(), list, leaves);
            case RichIterable<?> bag -> requireNone(part.name(), bag, bag.getClass());
            case Collection<?> set -> requireNone(part.name(), set, set.getClass());
            case Object other ->
                PartReader.of(other.getClass()).parts(other).forEach(inner -> each(inner.within(part.name()), leaves));
        }
    }

    private static void numbered(String name, Iterable<? extends @Nullable Object> values, Consumer<Part> leaves) {
        int index = 0;
        for (Object value : values) {
            each(new Part(name + "." + index++, value), leaves);
        }
    }

    private static ImmutableList<Part> inner(Map<?, ?> map) {
        return Lists.immutable.fromStream(
                map.entrySet().stream().map(entry -> new Part(entry.getKey() + "", entry.getValue())));
    }

    private static ImmutableList<Part> inner(MapIterable<?, ?> map) {
        return map.keyValuesView()
                .collect(pair -> new Part(pair.getOne() + "", pair.getTwo()))
                .toImmutableList();
    }

    /** A hash map may have another order in each run: its keys are taken in that of their names. */
    private static void entries(String name, ImmutableList<Part> inner, boolean isOrdered, Consumer<Part> leaves) {
        ListIterable<String> twice =
                inner.collect(Part::name).toBag().selectDuplicates().toSortedList();
        if (twice.notEmpty()) {
            throw new ArgumentException(
                    name, "a map whose keys have names of their own", twice.getFirst() + " twice", "");
        }
        (isOrdered ? inner : inner.toSortedListBy(Part::name)).forEach(part -> each(part.within(name), leaves));
    }

    private static void requireNone(String name, Iterable<?> values, Class<?> type) {
        for (Object value : values) {
            each(new Part(name, value), leaf -> {
                throw new ArgumentException(
                        name,
                        "parts in an order",
                        "a " + type.getSimpleName() + " with " + leaf.value(),
                        "a list has one");
            });
        }
    }
}
