package gradus.nn;

import gradus.autodiff.Parameter;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.tuple.Pair;
import org.eclipse.collections.api.tuple.Triple;

/** Which types say that there are parameters, buffers or layers in their values, or leave it open. */
final class PartTypes {
    /** How deep types are looked into: a type may contain itself. */
    private static final int DEPTH = 5;

    private PartTypes() {}

    /** Whether a value of the type may have some in it: only where that is clear it is not looked at. */
    static boolean mayHold(Type type) {
        return mayHold(type, 0);
    }

    private static boolean mayHold(Type type, int depth) {
        return switch (type) {
            case Class<?> plain -> mayHold(plain, depth);
            case ParameterizedType made ->
                isContainer((Class<?>) made.getRawType())
                        ? arguments(made).anySatisfy(argument -> mayHold(argument, depth + 1))
                        : mayHold(made.getRawType(), depth);
            case GenericArrayType array -> mayHold(array.getGenericComponentType(), depth);
            case WildcardType some -> depth > DEPTH || bounds(some).anySatisfy(bound -> mayHold(bound, depth + 1));
            case TypeVariable<?> some -> depth > DEPTH || bounds(some).anySatisfy(bound -> mayHold(bound, depth + 1));
            default -> true;
        };
    }

    private static boolean mayHold(Class<?> type, int depth) {
        if (isLeaf(type) || isContainer(type) || depth > DEPTH) {
            return true;
        }
        if (type.isArray()) {
            return mayHold(type.getComponentType(), depth);
        }
        if (type.isRecord()) {
            return components(type).anySatisfy(part -> mayHold(part.getGenericType(), depth + 1));
        }
        boolean isOpen = type.isInterface() || !Modifier.isFinal(type.getModifiers());
        return isForeign(type)
                ? type.isInterface() || type.isAssignableFrom(Record.class)
                : isOpen || fields(type, depth + 1).notEmpty();
    }

    /**
     * The fields of a class, its own and those it inherits, in which there may be some. Those that
     * stand for captured variables are among them. What a lambda expression captures is not.
     */
    static ImmutableList<Field> fields(Class<?> type) {
        return fields(type, 0);
    }

    private static ImmutableList<Field> fields(Class<?> type, int depth) {
        if (type.isHidden() || isForeign(type)) {
            return Lists.immutable.empty();
        }
        ImmutableList<Field> inherited =
                type.getSuperclass() == null ? Lists.immutable.empty() : fields(type.getSuperclass(), depth);
        return inherited.newWithAll(declared(type)
                .reject(field -> Modifier.isStatic(field.getModifiers()))
                .select(field -> isEnclosing(field)
                        ? isLeaf(type) && enclosingHolds(field.getType())
                        : hides(field.getGenericType()) || mayHold(field.getGenericType(), depth)));
    }

    private static ImmutableList<Field> declared(Class<?> type) {
        try {
            return Lists.immutable.with(type.getDeclaredFields());
        } catch (LinkageError _) { // a type of some field is missing at run time
            return Lists.immutable.empty();
        }
    }

    /** Whether a field is the instance around one of an inner class. */
    static boolean isEnclosing(Field field) {
        return field.isSynthetic() && field.getName().startsWith("this$");
    }

    /** Whether there are some for an inner class to use. */
    private static boolean enclosingHolds(Class<?> type) {
        return isLeaf(type)
                || (!isForeign(type)
                        && declared(type)
                                .reject(field -> Modifier.isStatic(field.getModifiers()))
                                .anySatisfy(field -> holds(field.getGenericType())));
    }

    /** Whether the type says that there are some in its values. */
    static boolean holds(Type type) {
        return holds(type, 0);
    }

    private static boolean holds(Type type, int depth) {
        return depth <= DEPTH
                && switch (type) {
                    case Class<?> plain -> holds(plain, depth);
                    case ParameterizedType made ->
                        isContainer((Class<?>) made.getRawType())
                                ? arguments(made).anySatisfy(argument -> holds(argument, depth + 1))
                                : holds(made.getRawType(), depth);
                    case GenericArrayType array -> holds(array.getGenericComponentType(), depth);
                    case WildcardType some -> bounds(some).anySatisfy(bound -> holds(bound, depth + 1));
                    case TypeVariable<?> some -> bounds(some).anySatisfy(bound -> holds(bound, depth + 1));
                    default -> false;
                };
    }

    private static boolean holds(Class<?> type, int depth) {
        return isLeaf(type)
                || (type.isArray() && holds(type.getComponentType(), depth))
                || (type.isRecord()
                        && components(type).anySatisfy(component -> holds(component.getGenericType(), depth + 1)));
    }

    /**
     * Whether the type says that its values give some, but not how to find them: a {@code
     * Supplier<Layer>}, an {@code AtomicReference<Layer>}, also in a list or an array.
     */
    static boolean hides(Type type) {
        return hides(type, 0);
    }

    private static boolean hides(Type type, int depth) {
        Predicate<Type> inner = argument -> hides(argument, depth + 1);
        return depth <= DEPTH
                && switch (type) {
                    case ParameterizedType made
                    when isContainer((Class<?>) made.getRawType()) ->
                        arguments(made).anySatisfy(inner::test);
                    case ParameterizedType made
                    when isForeign((Class<?>) made.getRawType()) ->
                        given(made).anySatisfy(argument -> holds(argument, depth + 1) || inner.test(argument));
                    case GenericArrayType array -> hides(array.getGenericComponentType(), depth);
                    case WildcardType some -> bounds(some).anySatisfy(inner::test);
                    case TypeVariable<?> some -> bounds(some).anySatisfy(inner::test);
                    default -> false;
                };
    }

    /** The arguments that a value gives: of a function not those that it takes. */
    private static ImmutableList<Type> given(ParameterizedType made) {
        Class<?> raw = (Class<?>) made.getRawType();
        ImmutableList<Method> methods = Lists.immutable
                .with(raw.getMethods())
                .select(method -> Modifier.isAbstract(method.getModifiers()))
                .reject(method -> method.getName().equals("equals"));
        if (raw == Class.class) {
            return Lists.immutable.empty();
        }
        if (!raw.isInterface() || methods.size() != 1) {
            return arguments(made);
        }
        Type result = methods.getOnly().getGenericReturnType();
        int place = Lists.immutable.with(raw.getTypeParameters()).indexOf(result);
        boolean isPlain = result instanceof Class<?> plain && (plain.isPrimitive() || plain == String.class);
        return isPlain
                ? Lists.immutable.empty()
                : place < 0
                        ? arguments(made)
                        : Lists.immutable.with(arguments(made).get(place));
    }

    private static ImmutableList<Type> arguments(ParameterizedType made) {
        return Lists.immutable.with(made.getActualTypeArguments());
    }

    private static ImmutableList<Type> bounds(WildcardType some) {
        return Lists.immutable.with(some.getUpperBounds()).newWithAll(Lists.immutable.with(some.getLowerBounds()));
    }

    private static ImmutableList<Type> bounds(TypeVariable<?> some) {
        return Lists.immutable.with(some.getBounds());
    }

    /** Whether a value of a type that holds something may hold buffers. */
    static boolean mayHoldBuffers(Class<?> type) {
        boolean isPlain = type.isRecord()
                && components(type)
                        .select(component -> mayHold(component.getGenericType()))
                        .allSatisfy(component -> component.getType() == Parameter.class);
        return type != Parameter.class && !isPlain;
    }

    static ImmutableList<RecordComponent> components(Class<?> type) {
        return Lists.immutable.with(type.getRecordComponents());
    }

    private static boolean isLeaf(Class<?> type) {
        return type == Parameter.class || type == Buffer.class || Model.class.isAssignableFrom(type);
    }

    private static boolean isContainer(Class<?> type) {
        return type == Optional.class
                || (Iterable.class.isAssignableFrom(type) && !Path.class.isAssignableFrom(type))
                || Map.class.isAssignableFrom(type)
                || Map.Entry.class.isAssignableFrom(type)
                || Pair.class.isAssignableFrom(type)
                || Triple.class.isAssignableFrom(type);
    }

    /** Whether the class is none of a user's: nothing that is learned hides in it. */
    static boolean isForeign(Class<?> type) {
        String name = type.getPackageName();
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("org.eclipse.collections.")
                || name.startsWith("gradus.autodiff");
    }
}
