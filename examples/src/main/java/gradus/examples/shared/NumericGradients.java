package gradus.examples.shared;

import gradus.autodiff.Tensor;
import java.util.function.UnaryOperator;

/** Gradients from values alone, to compare recorded ones with. */
public final class NumericGradients {
    private NumericGradients() {}

    /**
     * The gradient of a function whose value is one number, by central differences: {@code (f(x +
     * h) - f(x - h)) / 2h} for each number of x, in double precision. Its error falls like h² until
     * the difference of two nearly equal numbers is rounded, which grows like 1/h.
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
}
