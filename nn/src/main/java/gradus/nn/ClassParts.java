package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.nn.NamedParts.Part;
import java.lang.reflect.Field;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A class that is no record: it has to name its parts, if it has some. Which order its fields have,
 * and which of them are to be trained, only its author knows.
 *
 * @param fields those in which there are parts, as their types say
 * @param namesParameters whether it lists its parameters itself
 * @param namesBuffers likewise its buffers
 */
record ClassParts(Class<?> type, ImmutableList<Field> fields, boolean namesParameters, boolean namesBuffers)
        implements PartReader {

    static ClassParts of(Class<?> type) {
        return new ClassParts(
                type,
                PartTypes.holdingFields(type),
                overrides(type, "namedParameters"),
                overrides(type, "namedBuffers"));
    }

    private static boolean overrides(Class<?> type, String method) {
        try {
            return Layer.class.isAssignableFrom(type) && type.getMethod(method).getDeclaringClass() != Layer.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public ImmutableList<Part> parts(Object value) {
        ImmutableList<String> forgotten =
                fields.select(field -> isForgotten(field, value)).collect(Field::getName);
        if (forgotten.notEmpty()) {
            throw refusal(forgotten, value instanceof Layer);
        }
        return Lists.immutable.empty();
    }

    /** Who lists parameters or buffers is asked for the others alone, if there are some. */
    private boolean isForgotten(Field field, Object value) {
        if (!namesParameters && !namesBuffers) {
            return true;
        }
        if (!field.trySetAccessible()) {
            return (!namesParameters && field.getType() != Buffer.class)
                    || (!namesBuffers && PartTypes.mayHoldBuffers(field.getType()));
        }
        try {
            NamedParts part = NamedParts.of(field.getName(), field.get(value));
            return (!namesParameters && part.parameters().notEmpty())
                    || (!namesBuffers && part.buffers().notEmpty());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private ArgumentException refusal(ImmutableList<String> forgotten, boolean isLayer) {
        String what = namesParameters ? "buffers" : namesBuffers ? "parameters" : "parts";
        String calls = forgotten.collect(name -> "\"" + name + "\", " + name).makeString();
        return new ArgumentException(
                type.isAnonymousClass() ? type.getName() : type.getSimpleName(),
                "the names of its " + what + ", as it is no record",
                forgotten.makeString(forgotten.size() == 1 ? "the field " : "the fields ", ", ", " without"),
                isLayer
                        ? "let namedParts() return NamedParts.of(" + calls
                                + "), or NamedParts.of() where nothing in it is to be trained or saved"
                        : "make it a record or a Layer");
    }
}
