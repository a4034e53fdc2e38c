package gradus.nn.optim;

import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.tuple.Pair;

/**
 * What is done to all gradients of a step before it is taken.
 *
 * @param norm the largest Euclidean norm of all of them together
 * @param value the largest absolute value of an element
 * @param refusesNonFinite whether a NaN or an infinity is an error
 */
record Clipping(double norm, double value, boolean refusesNonFinite) {
    static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false);

    /** What PyTorch adds to the norm. */
    private static final double NORM_EPSILON = 1e-6;

    Clipping withNorm(double most) {
        return new Clipping(most, value, refusesNonFinite);
    }

    Clipping withValue(double most) {
        return new Clipping(norm, most, refusesNonFinite);
    }

    Clipping refusingNonFinite() {
        return new Clipping(norm, value, true);
    }

    private boolean isIdle() {
        return norm == Double.POSITIVE_INFINITY && value == Double.POSITIVE_INFINITY && !refusesNonFinite;
    }

    /** What of it is set, in words. */
    ImmutableList<String> words() {
        return Checks.words(
                value == Double.POSITIVE_INFINITY ? "" : "clipped at value " + value,
                norm == Double.POSITIVE_INFINITY ? "" : "clipped at norm " + norm,
                refusesNonFinite ? "refuses what is not finite" : "");
    }

    /** What changes these parameters by their gradients as the step is to see them. */
    OptimizerState.Changer changer(String optimizer, ImmutableList<NamedParameter> used, Gradients gradients) {
        if (isIdle()) {
            return (parameter, memory, update) -> parameter.update(gradients, memory, update);
        }
        ImmutableList<Tensor> found = used.collect(named -> {
            Tensor gradient = gradients.of(named.parameter()).detach();
            if (refusesNonFinite) {
                requireFinite(optimizer, named, gradient);
            }
            return value == Double.POSITIVE_INFINITY ? gradient : gradient.clamp(-value, value);
        });
        double factor = norm == Double.POSITIVE_INFINITY ? 1 : norm / (norm(found) + NORM_EPSILON);
        boolean scales = factor < 1 || Double.isNaN(factor);
        MapIterable<Parameter, Tensor> clipped =
                used.zip(found).toMap(pair -> pair.getOne().parameter(), Pair::getTwo);
        return (parameter, memory, update) -> {
            Tensor gradient = clipped.get(parameter);
            parameter.update(scales ? gradient.mul(factor) : gradient, memory, update);
        };
    }

    /** The norm of the tensors' norms, in their order. */
    private static double norm(ImmutableList<Tensor> tensors) {
        return Tensor.of(tensors.collectDouble(tensor -> tensor.norm().item()).toArray())
                .norm()
                .item();
    }

    private static void requireFinite(String optimizer, NamedParameter named, Tensor gradient) {
        // 0 x is NaN for these and 0 for all others
        if (gradient.shape().size() == 0 || !Double.isNaN(gradient.mul(0).max().item())) {
            return;
        }
        double[] elements = gradient.toDoubleArray();
        int place = 0;
        while (Double.isFinite(elements[place])) {
            place++;
        }
        throw new GradientException(
                optimizer + ".step",
                "finite gradients",
                elements[place] + " at " + index(gradient.shape(), place) + " of the gradient of "
                        + OptimizerState.inWords(named),
                "a smaller learning rate, or clipByNorm(1) before it comes to that?");
    }

    private static String index(Shape shape, int place) {
        int[] strides = shape.strides();
        return shape.dims()
                .collectWithIndex((dim, axis) -> place / strides[axis] % dim)
                .toString();
    }
}
