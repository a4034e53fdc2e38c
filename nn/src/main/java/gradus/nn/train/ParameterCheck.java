package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * The derivative of a loss with respect to one number that a model learns, beside a difference of
 * the loss: to test layers and losses of your own. For functions of tensors there is {@link
 * gradus.autodiff.check.GradientCheck}.
 *
 * {@snippet lang = java :
 * var checks = ParameterCheck.all(model, () -> loss.mean(model.forward(x), labels));
 * System.out.println(ParameterCheck.worst(checks));
 * }
 *
 * @param name of the parameter, such as {@code 0.weight}
 * @param position of the number in its parameter, row by row
 * @param gradient what Gradus finds
 * @param difference the central difference of fourth order (Abramowitz and Stegun, table 25.2),
 *     {@code (8 (f(w + h) - f(w - h)) - (f(w + 2h) - f(w - 2h))) / 12h} with h = 0.001: its error is
 *     h⁴ f⁽⁵⁾ / 30 and the rounding of f by h
 */
public record ParameterCheck(String name, int position, double gradient, double difference) {
    private static final double STEP = 1e-3;

    /**
     * Checks every number that a model learns. Its parameters are changed one number at a time and
     * set back, so the loss is computed four times for each number.
     *
     * @param loss one number, computed anew from the parameters at each call; always the same for
     *     the same parameters
     * @throws ElementTypeException if a parameter is F32, too coarse for differences
     */
    public static ImmutableList<ParameterCheck> all(Model model, Supplier<Tensor> loss) {
        ImmutableList<NamedParameter> parameters = model.namedParameters();
        parameters.select(named -> named.parameter().dtype() != DType.F64).forEach(named -> {
            throw new ElementTypeException(
                    "ParameterCheck",
                    "F64 parameters",
                    named.toString(),
                    "differences of floats say little: make the layers with DType.F64");
        });
        Gradients gradients = loss.get().gradients();
        return parameters.flatCollect(named -> {
            double[] gradient = gradients.of(named.parameter()).toDoubleArray();
            return Interval.zeroTo(gradient.length - 1)
                    .collect(i ->
                            new ParameterCheck(named.name(), i, gradient[i], difference(named.parameter(), i, loss)));
        });
    }

    private static double difference(Parameter parameter, int position, Supplier<Tensor> loss) {
        Tensor before = parameter.value().detach();
        DoubleUnaryOperator moved = distance -> {
            double[] values = before.toDoubleArray();
            values[position] += distance;
            parameter.set(Tensor.of(values).reshape(before.shape()));
            return loss.get().item();
        };
        try {
            double near = moved.applyAsDouble(STEP) - moved.applyAsDouble(-STEP);
            double far = moved.applyAsDouble(2 * STEP) - moved.applyAsDouble(-2 * STEP);
            return (8 * near - far) / (12 * STEP);
        } finally {
            parameter.set(before);
        }
    }

    /** {@code |gradient - difference|} by the larger size of the two; 0 if both are 0. */
    public double relativeError() {
        double larger = Math.max(Math.abs(gradient), Math.abs(difference));
        return larger == 0 ? 0 : Math.abs(gradient - difference) / larger;
    }

    /**
     * The one with the largest relative error; one that is NaN counts as the largest.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public static ParameterCheck worst(ImmutableList<ParameterCheck> checks) {
        return checks.maxBy(ParameterCheck::relativeError);
    }
}
