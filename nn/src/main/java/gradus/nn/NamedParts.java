package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.nn.OneName.Place;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is made of, by name. A part is a {@link Parameter}, a {@link Buffer}, a {@link
 * Layer}, or a list, an array, a map or an entry of one, a pair, an {@code Optional} or a record of
 * such parts; a null is a part that is left out. Names of inner parts follow after a dot, as PyTorch
 * has them: {@code head.weight} for a layer, {@code blocks.0.weight} for a list, {@code
 * heads.color.weight} for a map, {@code ends.one.weight} for a pair. Maps without an order of their
 * own go by the names of their keys. What is behind a {@code Supplier} or a reference is refused.
 *
 * <p>A layer that is a record has its components as parts. One that is a class names them in one
 * call:
 *
 * {@snippet lang = java :
 * final class Gated implements Layer {
 *     private final Linear gates = Linear.of(8, 8, random);
 *     private final Linear head = Linear.of(8, 2, random);
 *
 *     public Tensor forward(Tensor x, Mode mode) {
 *         return mode.apply("head", head, x.mul(mode.apply("gates", gates, x).sigmoid()));
 *     }
 *
 *     public NamedParts namedParts() {
 *         return NamedParts.of("gates", gates, "head", head);
 *     }
 * }
 * }
 */
public final class NamedParts {
    private final ImmutableList<Part> parts;

    private NamedParts(ImmutableList<Part> parts) {
        this.parts = parts;
    }

    /** A name and what is there. */
    record Part(String name, @Nullable Object value) {
        Part within(String outer) {
            return new Part(outer + "." + name, value);
        }
    }

    /**
     * Parts by name: a name, a part, another name, its part, and so on. Without any it says that
     * there is nothing to train or to save.
     *
     * @throws ArgumentException if a name has no part, is blank or there twice, or a part is of
     *     another kind
     */
    public static NamedParts of(@Nullable Object... namesAndParts) {
        if (namesAndParts.length % 2 != 0) {
            throw new ArgumentException(
                    "NamedParts.of", "a part after each name", namesAndParts.length + " arguments", "");
        }
        MutableList<Part> parts = Lists.mutable.empty();
        for (int i = 0; i < namesAndParts.length; i += 2) {
            String name = requireName(namesAndParts[i], parts);
            parts.add(requirePart(new Part(name, namesAndParts[i + 1])));
        }
        return new NamedParts(parts.toImmutable());
    }

    private static String requireName(@Nullable Object given, ListIterable<Part> before) {
        if (!(given instanceof String name) || name.isBlank()) {
            throw new ArgumentException("NamedParts.of", "a name before each part", given + "", "");
        }
        if (before.anySatisfy(part -> part.name.equals(name))) {
            throw new ArgumentException("NamedParts.of", "each name once", "'" + name + "' twice", "");
        }
        return name;
    }

    private static Part requirePart(Part part) {
        if (part.value != null && !(PartWalk.isKnown(part.value) && PartTypes.mayHold(part.value.getClass()))) {
            throw new ArgumentException(
                    "NamedParts.of, " + part.name,
                    "a parameter, a buffer, a layer, or a list, an array, a map, an Optional or a record of such",
                    part.value.getClass().getSimpleName(),
                    "");
        }
        return part;
    }

    /** The parts of a layer that does not name them: the components of a record. */
    static NamedParts of(Model model) {
        return new NamedParts(PartReader.of(model.getClass()).parts(model, PartWalk.unseen()));
    }

    /** One part, of whatever kind. */
    static NamedParts unchecked(String name, @Nullable Object value) {
        return new NamedParts(Lists.immutable.with(new Part(name, value)));
    }

    /** Layers under the names 0, 1, 2, ... */
    static NamedParts numbered(ImmutableList<Layer> layers) {
        return new NamedParts(layers.collectWithIndex((layer, index) -> new Part(index + "", layer)));
    }

    /** The parameters of all parts, in order. */
    ImmutableList<NamedParameter> parameters() {
        MutableList<Place<Parameter>> places = Lists.mutable.empty();
        eachLeaf(leaf -> {
            switch (leaf.value) {
                case Parameter parameter -> places.add(new Place<>(leaf.name, "", parameter));
                case Model model ->
                    NamedParameter.listed(model)
                            .forEach(inner -> places.add(new Place<>(leaf.name, inner.name(), inner.parameter())));
                case null, default -> {}
            }
        });
        return OneName.require(places)
                .collect(place -> new NamedParameter(place.name(), place.cell()))
                .distinct();
    }

    /** The buffers of all parts, in order. */
    ImmutableList<NamedBuffer> buffers() {
        MutableList<Place<Buffer>> places = Lists.mutable.empty();
        eachLeaf(leaf -> {
            switch (leaf.value) {
                case Buffer buffer -> places.add(new Place<>(leaf.name, "", buffer));
                case Model model ->
                    NamedBuffer.listed(model)
                            .forEach(inner -> places.add(new Place<>(leaf.name, inner.name(), inner.buffer())));
                case null, default -> {}
            }
        });
        return OneName.require(places)
                .collect(place -> new NamedBuffer(place.name(), place.cell()))
                .distinct();
    }

    private void eachLeaf(Consumer<Part> leaves) {
        Set<Object> seen = PartWalk.unseen();
        parts.forEach(part -> PartWalk.each(part, leaves, seen));
    }

    /** The names of the parts. */
    @Override
    public String toString() {
        return parts.collect(Part::name).toString();
    }
}
