package gradus.examples.softplus;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * The gradient of a loss, number by number, beside central differences of fourth order,
 *
 * <pre>
 *     f'(w) ≈ (8 (f(w + h) - f(w - h)) - (f(w + 2h) - f(w - 2h))) / 12h,     error h⁴ f⁽⁵⁾ / 30
 * </pre>
 *
 * (Abramowitz and Stegun, table 25.2), in double precision.
 */
record ParameterCheck(String name, int position, double gradient, double difference) {
    private static final double STEP = 1e-3;

    /** |gradient - difference| by the larger of the two. */
    double relativeError() {
        double larger = Math.max(Math.abs(gradient), Math.abs(difference));
        return larger == 0 ? 0 : Math.abs(gradient - difference) / larger;
    }

    /** The one with the largest relative error. */
    static ParameterCheck worst(ImmutableList<ParameterCheck> checks) {
        return checks.maxBy(ParameterCheck::relativeError);
    }

    /** Checks every number that the model learns. Its parameters are changed one number at a time and set back. */
    static ImmutableList<ParameterCheck> all(Layer model, Supplier<Tensor> loss) {
        Gradients gradients = loss.get().gradients();
        return model.namedParameters().flatCollect(named -> each(named, gradients, loss));
    }

    private static Iterable<ParameterCheck> each(NamedParameter named, Gradients gradients, Supplier<Tensor> loss) {
        Parameter parameter = named.parameter();
        double[] gradient = gradients.of(parameter).toDoubleArray();
        return Interval.zeroTo(gradient.length - 1)
                .collect(position -> new ParameterCheck(
                        named.name(), position, gradient[position], difference(parameter, position, loss)));
    }

    private static double difference(Parameter parameter, int position, Supplier<Tensor> loss) {
        double near = shifted(parameter, position, STEP, loss) - shifted(parameter, position, -STEP, loss);
        double far = shifted(parameter, position, 2 * STEP, loss) - shifted(parameter, position, -2 * STEP, loss);
        return (8 * near - far) / (12 * STEP);
    }

    private static double shifted(Parameter parameter, int position, double shift, Supplier<Tensor> loss) {
        Tensor before = parameter.value();
        double[] numbers = before.toDoubleArray();
        numbers[position] += shift;
        parameter.set(Tensor.of(numbers).reshape(before.shape()));
        double value = loss.get().item();
        parameter.set(before.detach());
        return value;
    }
}
