package gradus.nn;

import gradus.autodiff.Parameter;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

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
                        ? Lists.immutable.with(made.getActualTypeArguments()).anySatisfy(t -> mayHold(t, depth + 1))
                        : mayHold(made.getRawType(), depth);
            case GenericArrayType array -> mayHold(array.getGenericComponentType(), depth);
            case WildcardType some -> mayHold(some.getUpperBounds()[0], depth + 1);
            case TypeVariable<?> some -> depth > DEPTH || mayHold(some.getBounds()[0], depth + 1);
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
        if (type.isPrimitive() || type.isEnum()) {
            return false;
        }
        if (type.isRecord()) {
            return components(type).anySatisfy(part -> mayHold(part.getGenericType(), depth + 1));
        }
        boolean isOpen = type.isInterface() || !Modifier.isFinal(type.getModifiers());
        return isForeign(type)
                ? type.isAssignableFrom(Parameter.class) || type.isAssignableFrom(Record.class)
                : isOpen || holdingFields(type, depth + 1).notEmpty();
    }

    /** The fields of a class, its own and those it inherits, whose types say that there are some in them. */
    static ImmutableList<Field> holdingFields(Class<?> type) {
        return holdingFields(type, 0);
    }

    private static ImmutableList<Field> holdingFields(Class<?> type, int depth) {
        if (type.isHidden() || isForeign(type)) {
            return Lists.immutable.empty();
        }
        ImmutableList<Field> inherited =
                type.getSuperclass() == null ? Lists.immutable.empty() : holdingFields(type.getSuperclass(), depth);
        return inherited.newWithAll(fields(type)
                .reject(field -> Modifier.isStatic(field.getModifiers()) || field.isSynthetic())
                .select(field -> holds(field.getGenericType(), depth)));
    }

    private static ImmutableList<Field> fields(Class<?> type) {
        try {
            return Lists.immutable.with(type.getDeclaredFields());
        } catch (LinkageError _) { // a type of some field is missing at run time
            return Lists.immutable.empty();
        }
    }

    /** Whether the type says that there are some in its values. */
    private static boolean holds(Type type, int depth) {
        return depth <= DEPTH
                && switch (type) {
                    case Class<?> plain -> holds(plain, depth);
                    case ParameterizedType made ->
                        isContainer((Class<?>) made.getRawType())
                                ? Lists.immutable
                                        .with(made.getActualTypeArguments())
                                        .anySatisfy(argument -> holds(argument, depth + 1))
                                : holds(made.getRawType(), depth);
                    case GenericArrayType array -> holds(array.getGenericComponentType(), depth);
                    case WildcardType some -> holds(some.getUpperBounds()[0], depth + 1);
                    case TypeVariable<?> some -> holds(some.getBounds()[0], depth + 1);
                    default -> false;
                };
    }

    private static boolean holds(Class<?> type, int depth) {
        return isLeaf(type)
                || (type.isArray() && holds(type.getComponentType(), depth))
                || (type.isRecord()
                        && components(type).anySatisfy(component -> holds(component.getGenericType(), depth + 1)));
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
        return type == Parameter.class || type == Buffer.class || Layer.class.isAssignableFrom(type);
    }

    private static boolean isContainer(Class<?> type) {
        return type == Optional.class
                || (Iterable.class.isAssignableFrom(type) && !Path.class.isAssignableFrom(type))
                || Map.class.isAssignableFrom(type);
    }

    /** Whether the class is none of a user's: nothing that is learned hides in it. */
    private static boolean isForeign(Class<?> type) {
        String name = type.getPackageName();
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || name.startsWith("jdk.")
                || name.startsWith("sun.")
                || name.startsWith("org.eclipse.collections.")
                || name.startsWith("gradus.autodiff");
    }
}
