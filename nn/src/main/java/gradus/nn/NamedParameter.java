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
     *
     * @throws gradus.autodiff.ArgumentException if a name stands for two of them, or as {@link
     *     Model#namedParts()}
     */
    public static ImmutableList<NamedParameter> allOf(Model model) {
        ImmutableList<NamedParameter> parameters = listed(model);
        ImmutableList<NamedBuffer> buffers = NamedBuffer.listed(model);
        OneName.require(places(parameters).newWithAll(NamedBuffer.places(buffers)));
        NamedBuffer.qualify(buffers);
        return qualify(parameters);
    }

    /**
     * Gives parameters the names that are listed for them, each its first one, and lists each once.
     */
    static ImmutableList<NamedParameter> qualify(ImmutableList<NamedParameter> listed) {
        OneName.require(places(listed));
        ImmutableList<NamedParameter> once = listed.distinctBy(NamedParameter::parameter);
        once.each(named -> named.parameter.qualify(named.name));
        return once;
    }

    private static ImmutableList<OneName.Place<Object>> places(ImmutableList<NamedParameter> listed) {
        return listed.collect(named -> new OneName.Place<>("", named.name, named.parameter));
    }

    /** The parameters of a part of a model, with the part's name and a dot before theirs. */
    public static ImmutableList<NamedParameter> under(String part, Model model) {
        return listed(model).collect(inner -> new NamedParameter(part + "." + inner.name, inner.parameter));
    }

    /** What a model lists, if it left out none that a subclass has. */
    static ImmutableList<NamedParameter> listed(Model model) {
        return ClassParts.requireParameters(model, model.namedParameters());
    }

    /** Such as {@code 0.weight F32[300, 784]}. */
    @Override
    public String toString() {
        return name + " " + parameter.dtype() + parameter.shape();
    }
}
