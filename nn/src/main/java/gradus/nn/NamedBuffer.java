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
    public static ImmutableList<NamedBuffer> under(String part, Layer layer) {
        return listed(layer).collect(inner -> new NamedBuffer(part + "." + inner.name, inner.buffer));
    }

    /** What a layer lists, if it left out none that a subclass has. */
    static ImmutableList<NamedBuffer> listed(Layer layer) {
        return ClassParts.requireBuffers(layer, layer.namedBuffers());
    }

    /** Such as {@code 1.running_mean F32[64]}. */
    @Override
    public String toString() {
        return name + " " + buffer.value().dtype() + buffer.value().shape();
    }
}
