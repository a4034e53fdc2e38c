package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.GradusException;
import gradus.autodiff.IndexException;
import gradus.autodiff.ScopeException;
import gradus.autodiff.ShapeException;

/** Errors that say in which layer of a model they happened. */
final class LayerErrors {
    private static final String LAYER = "layer ";

    private LayerErrors() {}

    /**
     * The same mistake, with the path of the layer before the name of the operator; the original
     * error is the cause.
     */
    static GradusException within(String part, Layer layer, GradusException error) {
        String operator = place(part, layer.description(), error.operator());
        GradusException located = switch (error) {
            case ArgumentException e -> new ArgumentException(operator, e.need(), e.got(), e.hint());
            case ElementTypeException e -> new ElementTypeException(operator, e.need(), e.got(), e.hint());
            case GradientException e -> new GradientException(operator, e.need(), e.got(), e.hint());
            case IndexException e -> new IndexException(operator, e.need(), e.got(), e.hint());
            case ScopeException e -> new ScopeException(operator, e.need(), e.got(), e.hint());
            case ShapeException e -> new ShapeException(operator, e.need(), e.got(), e.hint());
        };
        located.initCause(error);
        return located;
    }

    private static String place(String part, String description, String operator) {
        if (operator.startsWith(LAYER)) {
            return LAYER + part + "." + operator.substring(LAYER.length());
        }
        return LAYER + part + ", " + (operator.startsWith(description) ? "" : description + ", ") + operator;
    }
}
