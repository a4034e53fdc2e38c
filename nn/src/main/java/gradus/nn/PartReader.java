package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.nn.NamedParts.Part;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
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
     * @throws ArgumentException if there are some that cannot be read
     */
    ImmutableList<Part> parts(Object value);

    /** By the accessors of those components that may have parts in them. */
    record OfRecord(ImmutableList<Method> accessors) implements PartReader {
        private static OfRecord of(Class<?> type) {
            return new OfRecord(PartTypes.components(type)
                    .select(component -> PartTypes.mayHold(component.getGenericType()))
                    .collect(RecordComponent::getAccessor));
        }

        @Override
        public ImmutableList<Part> parts(Object value) {
            return accessors.collect(accessor -> new Part(accessor.getName(), read(accessor, value)));
        }

        private static Object read(Method accessor, Object value) {
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

        private static ArgumentException closed(Class<?> type) {
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
