package gradus.nn;

import gradus.autodiff.Parameter;
import org.eclipse.collections.api.list.ImmutableList;

/** A parameter and its full name in a model, such as {@code 0.weight}. */
public record NamedParameter(String name, Parameter parameter) {

    /** A parameter under the name that it was made with. */
    public static NamedParameter of(Parameter parameter) {
        return new NamedParameter(parameter.name(), parameter);
    }

    /**
     * The parameters of a model, each once, under its first name there, which becomes its
     * {@linkplain Parameter#qualifiedName() qualified name}. So do the names of the model's
     * buffers.
     */
    public static ImmutableList<NamedParameter> allOf(Layer model) {
        NamedBuffer.qualify(model.namedBuffers());
        return qualify(model.namedParameters());
    }

    /**
     * Gives parameters the names that are listed for them, each its first one, and lists each once.
     */
    static ImmutableList<NamedParameter> qualify(ImmutableList<NamedParameter> listed) {
        ImmutableList<NamedParameter> once = listed.distinctBy(NamedParameter::parameter);
        once.each(named -> named.parameter.qualify(named.name));
        return once;
    }

    /** The parameters of a part of a model, with the part's name and a dot before theirs. */
    public static ImmutableList<NamedParameter> under(String part, Layer layer) {
        return layer.namedParameters().collect(inner -> new NamedParameter(part + "." + inner.name, inner.parameter));
    }
}
