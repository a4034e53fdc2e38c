package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.nn.NamedParts.Part;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import org.eclipse.collections.api.list.ImmutableList;

/** Reads the parts out of the values of one class. */
sealed interface PartReader permits PartReader.OfRecord, ClassParts {
    /** What was found out about each class. */
    ClassValue<PartReader> KNOWN = new ClassValue<>() {
        @Override
        protected PartReader computeValue(Class<?> type) {
            return type.isRecord() ? OfRecord.of(type) : ClassParts.of(type);
        }
    };

    static PartReader of(Class<?> type) {
        return KNOWN.get(type);
    }

    /**
     * The parts of a layer, or of something that is none.
     *
     * @param seen the objects that were looked into on the way
     * @throws ArgumentException if there are some that cannot be read
     */
    ImmutableList<Part> parts(Object value, Set<Object> seen);

    /**
     * By the accessors of those components that may have parts in them.
     *
     * @param hidden those that have some, as their types say, where nobody finds them
     */
    record OfRecord(ImmutableList<Method> accessors, ImmutableList<RecordComponent> hidden) implements PartReader {
        private static OfRecord of(Class<?> type) {
            return new OfRecord(
                    PartTypes.components(type)
                            .select(component -> PartTypes.mayHold(component.getGenericType()))
                            .reject(component -> isClosedFunction(component))
                            .collect(RecordComponent::getAccessor),
                    PartTypes.components(type).select(component -> PartTypes.hides(component.getGenericType())));
        }

        /** An interface of the platform leaves all open: no reason to ask for an open package. */
        private static boolean isClosedFunction(RecordComponent component) {
            return component.getType().isInterface()
                    && PartTypes.isForeign(component.getType())
                    && !PartTypes.holds(component.getGenericType())
                    && !component.getAccessor().trySetAccessible();
        }

        @Override
        public ImmutableList<Part> parts(Object value, Set<Object> seen) {
            if (hidden.notEmpty()) {
                throw hidden(value, hidden.getFirst());
            }
            ImmutableList<Part> parts =
                    accessors.collect(accessor -> new Part(accessor.getName(), read(accessor, value)));
            parts.zip(accessors).forEach(pair -> requireKnown(value, pair.getOne(), pair.getTwo()));
            return parts;
        }

        /** An Iterable that is no list may give other values each time. */
        private static void requireKnown(Object record, Part part, Method accessor) {
            if (Iterable.class.isAssignableFrom(accessor.getReturnType())
                    && PartTypes.holds(accessor.getGenericReturnType())
                    && part.value() != null
                    && !PartWalk.isKnown(part.value())) {
                throw hidden(
                        record,
                        PartTypes.components(record.getClass())
                                .detect(component -> component.getName().equals(part.name())));
            }
        }

        private static ArgumentException hidden(Object record, RecordComponent component) {
            String name = component.getName();
            String kind = component.getType().getSimpleName();
            return new ArgumentException(
                    record.getClass().getSimpleName(),
                    "parts that can be found: layers, or lists, arrays, maps, Optionals and records of such",
                    "the component " + name + " of type " + kind,
                    record instanceof Model
                            ? "let namedParts() return NamedParts.of(\"" + name + "\", the part itself, ...), or"
                                    + " without it where nothing in it is to be trained or saved"
                            : "make the component the part itself");
        }

        /** What a component holds. */
        static Object read(Method accessor, Object value) {
            if (!accessor.trySetAccessible()) {
                throw closed(value.getClass());
            }
            try {
                return accessor.invoke(value);
            } catch (IllegalAccessException _) {
                throw closed(value.getClass());
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(thrown.getCause());
            }
        }

        static ArgumentException closed(Class<?> type) {
            String names = PartTypes.components(type)
                    .select(component -> PartTypes.mayHold(component.getGenericType()))
                    .collect(component -> "\"" + component.getName() + "\", " + component.getName())
                    .makeString();
            return new ArgumentException(
                    type.getSimpleName(),
                    "components that can be read from outside of its module "
                            + type.getModule().getName(),
                    "a record in the package " + type.getPackageName() + ", which is not open",
                    "say 'opens " + type.getPackageName()
                            + " to gradus.nn;' in module-info.java, make the record public"
                            + " in an exported package, or let namedParts() return NamedParts.of(" + names + ")");
        }
    }
}
