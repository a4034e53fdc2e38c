package gradus.laws;

import static gradus.laws.Domain.Wide.MODERATE;
import static gradus.laws.Domain.smooth;
import static gradus.laws.ElementwiseReference.sigmoid;
import static gradus.laws.ElementwiseReference.softplus;
import static gradus.laws.Rows.unary;

import gradus.autodiff.Activations;
import gradus.autodiff.Tensor;

/** The proofs of {@link Activations}. */
final class ActivationsProofs {
    private ActivationsProofs() {}

    static Proof of(Activations.Unary op) {
        return switch (op) {
            case Activations.Sigmoid() ->
                unary(Tensor::sigmoid, x -> sigmoid(x), smooth(3).over(MODERATE));
            case Activations.LogSigmoid() ->
                unary(Tensor::logSigmoid, x -> -softplus(-x), smooth(3).over(MODERATE));
            case Activations.Softplus() ->
                unary(Tensor::softplus, x -> softplus(x), smooth(3).over(MODERATE));
            case Activations.Silu() ->
                unary(Tensor::silu, x -> times(x, sigmoid(x)), smooth(3).over(MODERATE));
            case Activations.Gelu() -> unary(Tensor::gelu, x -> times(x, NormalReference.distribution(x)), smooth(12));
        };
    }

    /** x times a weight that goes to 0 faster than x goes to -∞. */
    private static double times(double x, double weight) {
        return x == Double.NEGATIVE_INFINITY ? 0 : x * weight;
    }
}
