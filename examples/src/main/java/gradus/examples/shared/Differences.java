package gradus.examples.shared;

import java.util.function.UnaryOperator;
import module gradus.autodiff;

/**
 * Gradients by differences with a step of one's choice, where a program shows how good they are; {@link
 * gradus.autodiff.check.GradientCheck} chooses its steps itself. In double precision, a number of x at a time.
 */
public final class Differences {
    private Differences() {}

    /**
     * The gradient of a function whose value is one number, by central differences: {@code (f(x + h) - f(x - h)) / 2h}.
     * Its error falls like h² until the difference of two nearly equal numbers is rounded, which grows like 1/h.
     */
    public static Tensor central(UnaryOperator<Tensor> f, Tensor at, double step) {
        double[] slopes = new double[Math.toIntExact(at.shape().size())];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = (moved(f, at, i, step) - moved(f, at, i, -step)) / (2 * step);
        }
        return Tensor.of(slopes).reshape(at.shape());
    }

    private static double moved(UnaryOperator<Tensor> f, Tensor at, int element, double step) {
        double[] x = at.toDoubleArray();
        x[element] += step;
        return f.apply(Tensor.of(x).reshape(at.shape())).item();
    }

    /** The largest distance of any element from a gradient, by the largest number in the gradient. */
    public static double largest(Tensor other, Tensor gradient) {
        return other.sub(gradient).abs().max().item() / gradient.abs().max().item();
    }
}
