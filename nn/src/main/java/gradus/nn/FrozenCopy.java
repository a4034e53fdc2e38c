package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.api.tuple.Triple;
import org.eclipse.collections.impl.tuple.Tuples;
import org.jspecify.annotations.Nullable;

/**
 * Makes parts anew, with constants for parameters. What has no parts in it stays the same object.
 */
final class FrozenCopy {
    private final IdentityHashMap<Object, Object> cells = new IdentityHashMap<>();

    /** The list or the like, of one class of layers, whose elements are being copied. */
    private @Nullable RecordComponent holder;

    /** A copy of a part: see {@link Frozen#copy}. */
    @SuppressWarnings("unchecked") // a copy has the class of what is copied, unless a class gives another one itself
    <T> T of(T part) {
        T copy = (T) Objects.requireNonNull(copy(part));
        boolean saysHow = part instanceof Model own && freezesItself(own);
        if (part instanceof Model model && copy instanceof Model made && !saysHow) {
            requireNoneLeft(model, made);
        }
        return copy;
    }

    private static boolean freezesItself(Model model) {
        return ClassParts.declarer(model.getClass(), "frozen") != null;
    }

    /** Refuses a copy that uses what it was made from: its class lists parts that no component shows. */
    private static void requireNoneLeft(Model model, Model copy) {
        ImmutableList<Object> before = listed(model).collect(Pair::getTwo);
        ImmutableList<String> left =
                listed(copy).select(named -> before.contains(named.getTwo())).collect(Pair::getOne);
        if (left.notEmpty()) {
            throw refusal(model, left);
        }
    }

    private static ImmutableList<Pair<String, Object>> listed(Model model) {
        ImmutableList<Pair<String, Object>> parameters =
                NamedParameter.listed(model).collect(named -> Tuples.pair(named.name(), named.parameter()));
        return parameters.newWithAll(
                NamedBuffer.listed(model).collect(named -> Tuples.pair(named.name(), named.buffer())));
    }

    private static ArgumentException refusal(Model model, ImmutableList<String> parts) {
        return new ArgumentException(
                "frozen",
                "layers with parts that are records of them, or have a frozen() of their own",
                model.description() + " with " + parts.makeString(),
                "let its frozen() return Frozen.of(a new one of the parts, each by Frozen.copy)");
    }

    private @Nullable Object copy(@Nullable Object part) {
        return switch (part) {
            case null -> null;
            case Parameter parameter -> cells.computeIfAbsent(parameter, _ -> constant(parameter));
            case Buffer buffer -> cells.computeIfAbsent(buffer, _ -> own(buffer));
            case Frozen frozen -> frozen.copied(this);
            case FrozenModel frozen -> frozen.copied(this);
            case Model model when freezesItself(model) -> fitting(model, model.frozen());
            case Model model when isClosed(model) -> withoutParts(model);
            case Record made -> record(made);
            case Optional<?> some -> some.map(this::copy);
            case Object[] array -> array(array);
            case ListIterable<?> list -> list.collect(this::copy);
            case List<?> list -> list(list);
            case MapIterable<?, ?> map -> map.collectValues((_, value) -> copy(value));
            case Map<?, ?> map -> map(map);
            case Map.Entry<?, ?> entry -> new SimpleImmutableEntry<>(entry.getKey(), copy(entry.getValue()));
            case Pair<?, ?> pair -> Tuples.pair(copy(pair.getOne()), copy(pair.getTwo()));
            case Triple<?, ?, ?> triple ->
                Tuples.triple(copy(triple.getOne()), copy(triple.getTwo()), copy(triple.getThree()));
            default -> part;
        };
    }

    /** The numbers are not copied: an update of the original leaves them alone, as they were asked for. */
    private static Parameter constant(Parameter original) {
        Parameter constant = Parameter.of(original.name(), original.value().detach());
        constant.qualify(original.qualifiedName());
        constant.note(original.note());
        constant.freeze();
        return constant;
    }

    private static Buffer own(Buffer original) {
        Buffer own = Buffer.of(original.name(), original.value());
        own.qualify(original.qualifiedName());
        own.note(original.note());
        return own;
    }

    /** Whether it is no record, or one that hides parts: only its author knows what it is made of. */
    private static boolean isClosed(Model model) {
        return !(PartReader.of(model.getClass()) instanceof PartReader.OfRecord reader)
                || reader.hidden().notEmpty();
    }

    /** Only without parts it can be used as it is. */
    private static Model withoutParts(Model model) {
        ImmutableList<String> parts = listed(model).collect(Pair::getOne);
        if (parts.notEmpty()) {
            throw refusal(model, parts);
        }
        return model;
    }

    private Object[] array(Object[] array) {
        Object[] copies = (Object[]) Array.newInstance(array.getClass().getComponentType(), array.length);
        Arrays.setAll(copies, i -> copy(array[i]));
        return copies;
    }

    /** The same list where no part was copied: then its class does not matter. */
    private List<?> list(List<?> list) {
        List<@Nullable Object> copies = new ArrayList<>();
        boolean isSame = true;
        for (Object value : list) {
            Object copy = copy(value);
            isSame &= isItself(copy, value);
            copies.add(copy);
        }
        return isSame ? list : copies;
    }

    @SuppressWarnings("ReferenceEquality") // whether it was copied, whatever it is equal to
    private static boolean isItself(@Nullable Object copy, @Nullable Object original) {
        return copy == original;
    }

    /** In the order of the map, if it has one. */
    private Map<?, ?> map(Map<?, ?> map) {
        Map<Object, Object> copies = map instanceof SequencedMap ? new LinkedHashMap<>() : new HashMap<>();
        boolean isSame = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object copy = copy(entry.getValue());
            isSame &= isItself(copy, entry.getValue());
            copies.put(entry.getKey(), copy);
        }
        return isSame ? map : copies;
    }

    /** A record of the same class; the same one if there are no parts in it. */
    private Object record(Record made) {
        if (!holdsSome(made)) {
            return made;
        }
        ImmutableList<RecordComponent> components = PartTypes.components(made.getClass());
        ImmutableList<Object> copies = components.collect(component -> component(component, made));
        try {
            Constructor<?> constructor = made.getClass()
                    .getDeclaredConstructor(
                            components.collect(RecordComponent::getType).toArray(new Class<?>[0]));
            if (!constructor.trySetAccessible()) {
                throw PartReader.OfRecord.closed(made.getClass());
            }
            return constructor.newInstance(copies.toArray());
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(thrown.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static boolean holdsSome(Record made) {
        Set<Object> seen = PartWalk.unseen();
        return PartReader.of(made.getClass()).parts(made, seen).anySatisfy(part -> PartWalk.holdsSome(part, seen));
    }

    /** In lists and their like what is made may be another layer only where they may hold any. */
    private Model fitting(Model original, Model made) {
        if (holder != null && !original.getClass().isInstance(made)) {
            throw misfit(holder, original.getClass().getSimpleName());
        }
        return made;
    }

    private @Nullable Object component(RecordComponent component, Record made) {
        Object value = PartReader.OfRecord.read(component.getAccessor(), made);
        @Nullable RecordComponent before = holder;
        holder = holdsOneClass(component) ? component : null;
        Object copy = PartTypes.mayHold(component.getGenericType()) ? copy(value) : value;
        holder = before;
        if (copy != null
                && !component.getType().isPrimitive()
                && !component.getType().isInstance(copy)) {
            throw misfit(component, made.getClass().getSimpleName());
        }
        return copy;
    }

    /** A list, an array or the like of layers of a class of their own. */
    private static boolean holdsOneClass(RecordComponent component) {
        String type = component.getGenericType().getTypeName();
        boolean holdsSome = type.contains("<") || component.getType().isArray();
        return holdsSome && !type.contains(Layer.class.getName()) && !type.contains(Model.class.getName());
    }

    private static ArgumentException misfit(RecordComponent component, String in) {
        return new ArgumentException(
                "frozen",
                "components that can be made anew, such as of type Layer, Linear, List<Layer> or Map",
                "the component " + component.getName() + " of type "
                        + component.getType().getSimpleName() + " in " + in,
                "");
    }
}
