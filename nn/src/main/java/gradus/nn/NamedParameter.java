package gradus.nn;

import gradus.autodiff.Parameter;
import org.eclipse.collections.api.list.ImmutableList;

/** A parameter and its full name in a model, such as {@code 0.weight}. */
public record NamedParameter(String name, Parameter parameter) {

    /** A parameter under the name that it was made with. */
    public static NamedParameter of(Parameter parameter) {
        return new NamedParameter(parameter.name(), parameter);
    }

    /** The parameters of a part of a model, with the part's name and a dot before theirs. */
    public static ImmutableList<NamedParameter> under(String part, Layer layer) {
        return layer.namedParameters().collect(inner -> new NamedParameter(part + "." + inner.name, inner.parameter));
    }
}
