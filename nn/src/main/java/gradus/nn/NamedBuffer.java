package gradus.nn;

import org.eclipse.collections.api.list.ImmutableList;

/** A buffer and its full name in a model, such as {@code 1.running_mean}. */
public record NamedBuffer(String name, Buffer buffer) {

    /** Gives buffers the names that are listed for them, each its first one. */
    static void qualify(ImmutableList<NamedBuffer> listed) {
        OneName.require(places(listed));
        listed.distinctBy(NamedBuffer::buffer).each(named -> named.buffer.qualify(named.name));
    }

    static ImmutableList<OneName.Place<Object>> places(ImmutableList<NamedBuffer> listed) {
        return listed.collect(named -> new OneName.Place<>("", named.name, named.buffer));
    }

    /** The buffers of a part of a model, with the part's name and a dot before theirs. */
    public static ImmutableList<NamedBuffer> under(String part, Model model) {
        return listed(model).collect(inner -> new NamedBuffer(part + "." + inner.name, inner.buffer));
    }

    /** What a model lists, if it left out none that a subclass has. */
    static ImmutableList<NamedBuffer> listed(Model model) {
        return ClassParts.requireBuffers(model, model.namedBuffers());
    }

    /** Such as {@code 1.running_mean F32[64]}. */
    @Override
    public String toString() {
        return name + " " + buffer.value().dtype() + buffer.value().shape();
    }
}
