package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.nn.NamedParts.Part;
import java.lang.reflect.Field;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;
import org.eclipse.collections.api.set.MutableSet;
import org.jspecify.annotations.Nullable;

/**
 * A class that is no record: it has to name its parts, if it has some. Which order its fields have,
 * and which of them are to be trained, only its author knows.
 *
 * @param fields those in which there may be parts
 * @param parameterLister the class that lists its parameters or parts, if there is one
 * @param bufferLister likewise for its buffers
 */
record ClassParts(
        Class<?> type,
        ImmutableList<Field> fields,
        @Nullable Class<?> parameterLister,
        @Nullable Class<?> bufferLister) implements PartReader {
    /** Of how many objects fields are read that leave it open: each may lead to the next, without end. */
    private static final int MOST_SEEN = 100;

    private static final String PARTS = "namedParts";

    static ClassParts of(Class<?> type) {
        return new ClassParts(
                type, PartTypes.fields(type), lister(type, "namedParameters"), lister(type, "namedBuffers"));
    }

    private static @Nullable Class<?> lister(Class<?> type, String method) {
        @Nullable Class<?> own = declarer(type, method);
        return own != null ? own : declarer(type, PARTS);
    }

    /** The class that has its own version of a method of {@link Model} or {@link Layer}, or null. */
    static @Nullable Class<?> declarer(Class<?> type, String method) {
        if (!Model.class.isAssignableFrom(type)) {
            return null;
        }
        try {
            Class<?> found = type.getMethod(method).getDeclaringClass();
            return found == Model.class || found == Layer.class ? null : found;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Nobody named the parts: refused if there are some. */
    @Override
    public ImmutableList<Part> parts(Object value, Set<Object> seen) {
        boolean isNew = fields.notEmpty() && seen.size() < MOST_SEEN && seen.add(value);
        ImmutableList<Field> forgotten = fields.select(field -> isForgotten(field, value, isNew ? seen : null));
        if (forgotten.notEmpty()) {
            throw refusal(forgotten, value instanceof Model, what());
        }
        return Lists.immutable.empty();
    }

    private String what() {
        return parameterLister != null ? "buffers" : bufferLister != null ? "parameters" : "parts";
    }

    /** Who lists parameters or buffers is asked for the others alone, if there are some. */
    private boolean isForgotten(Field field, Object value, @Nullable Set<Object> seen) {
        boolean isSaid = PartTypes.isEnclosing(field)
                || PartTypes.holds(field.getGenericType())
                || PartTypes.hides(field.getGenericType());
        boolean isReadable = field.trySetAccessible();
        if (!isSaid) {
            return isReadable
                    && seen != null
                    && PartWalk.holdsSome(new Part(field.getName(), read(field, value)), seen);
        }
        if (parameterLister == null && bufferLister == null) {
            return true;
        }
        if (!isReadable || PartTypes.isEnclosing(field) || PartTypes.hides(field.getGenericType())) {
            return (parameterLister == null && field.getType() != Buffer.class)
                    || (bufferLister == null && PartTypes.mayHoldBuffers(field.getType()));
        }
        NamedParts part = NamedParts.unchecked(field.getName(), read(field, value));
        return (parameterLister == null && part.parameters().notEmpty())
                || (bufferLister == null && part.buffers().notEmpty());
    }

    private static @Nullable Object read(Field field, Object value) {
        try {
            return field.get(value);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * What a model lists, if that are all parameters in it: a superclass does not know the fields of
     * its subclasses.
     */
    static ImmutableList<NamedParameter> requireParameters(Model model, ImmutableList<NamedParameter> listed) {
        if (PartReader.of(model.getClass()) instanceof ClassParts parts && parts.parameterLister != null) {
            parts.requireListed(
                    model,
                    parts.parameterLister,
                    "parameters",
                    part -> part.parameters().collect(NamedParameter::parameter),
                    listed.collect(NamedParameter::parameter));
        }
        return listed;
    }

    /** Likewise for buffers. */
    static ImmutableList<NamedBuffer> requireBuffers(Model model, ImmutableList<NamedBuffer> listed) {
        if (PartReader.of(model.getClass()) instanceof ClassParts parts && parts.bufferLister != null) {
            parts.requireListed(
                    model,
                    parts.bufferLister,
                    "buffers",
                    part -> part.buffers().collect(NamedBuffer::buffer),
                    listed.collect(NamedBuffer::buffer));
        }
        return listed;
    }

    private void requireListed(
            Model model,
            Class<?> lister,
            String what,
            Function<NamedParts, ImmutableList<?>> cells,
            ListIterable<?> listed) {
        ImmutableList<Field> added = fields.reject(
                        field -> field.getDeclaringClass().isAssignableFrom(lister))
                .reject(PartTypes::isEnclosing);
        if (added.isEmpty()) {
            return;
        }
        MutableSet<Object> known = Sets.mutable.withAll(listed);
        ImmutableList<Field> forgotten = added.select(field -> field.trySetAccessible()
                ? !known.containsAll(cells.apply(NamedParts.unchecked(field.getName(), read(field, model)))
                        .castToList())
                : PartTypes.holds(field.getGenericType()));
        if (forgotten.notEmpty()) {
            ImmutableList<String> names = forgotten.collect(ClassParts::name);
            throw new ArgumentException(
                    inWords(type),
                    "all its " + what + " in what " + inWords(lister) + " lists",
                    names.makeString(names.size() == 1 ? "the field " : "the fields ", ", ", " without"),
                    "let its own namedParts() return "
                            + names.collect(ClassParts::call).makeString() + " too, beside those of the superclass");
        }
    }

    private ArgumentException refusal(ImmutableList<Field> forgotten, boolean isModel, String what) {
        ImmutableList<String> names = forgotten.reject(PartTypes::isEnclosing).collect(ClassParts::name);
        ImmutableList<String> around = forgotten
                .select(PartTypes::isEnclosing)
                .collect(field -> "the enclosing " + field.getType().getSimpleName());
        String inFields =
                names.isEmpty() ? "" : names.makeString(names.size() == 1 ? "the field " : "the fields ", ", ", "");
        String calls = names.isEmpty()
                ? "those that it uses"
                : names.collect(ClassParts::call).makeString();
        return new ArgumentException(
                inWords(type),
                "the names of its " + what + ", as it is no record",
                Lists.immutable
                                .with(inFields)
                                .newWithAll(around)
                                .reject(String::isEmpty)
                                .makeString(" and ") + " without",
                isModel
                        ? "let namedParts() return NamedParts.of(" + calls
                                + "), or NamedParts.of() where nothing in it is to be trained or saved"
                        : "make it a record or a Layer");
    }

    private static String call(String name) {
        return "\"" + name + "\", " + name;
    }

    private static String inWords(Class<?> some) {
        return some.isAnonymousClass() ? some.getName() : some.getSimpleName();
    }

    /** That of the field, or of the variable that was captured in it. */
    private static String name(Field field) {
        return field.isSynthetic() && field.getName().startsWith("val$")
                ? field.getName().substring("val$".length())
                : field.getName();
    }
}
