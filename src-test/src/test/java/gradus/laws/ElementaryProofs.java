package gradus.laws;

import static gradus.laws.Domain.Wide.ABOVE_MINUS_ONE;
import static gradus.laws.Domain.Wide.ANY;
import static gradus.laws.Domain.Wide.MODERATE;
import static gradus.laws.Domain.smooth;
import static gradus.laws.Rows.unary;

import gradus.autodiff.Elementary;
import gradus.autodiff.Tensor;
import org.hipparchus.util.FastMath;

/**
 * The proofs of {@link Elementary}. References come from Hipparchus, which computes by its own
 * tables, not from the JDK.
 */
final class ElementaryProofs {
    private ElementaryProofs() {}

    static Proof of(Elementary.Unary op) {
        return switch (op) {
            case Elementary.Exp() -> unary(Tensor::exp, FastMath::exp, smooth(2).over(MODERATE));
            case Elementary.Expm1() ->
                unary(Tensor::expm1, FastMath::expm1, smooth(2).over(MODERATE));
            case Elementary.Log() -> unary(Tensor::log, FastMath::log, positive(2));
            case Elementary.Log1p() ->
                unary(
                        Tensor::log1p,
                        FastMath::log1p,
                        smooth(2).from(Values.ABOVE_MINUS_HALF).over(ABOVE_MINUS_ONE));
            case Elementary.Sqrt() -> unary(Tensor::sqrt, FastMath::sqrt, positive(0.5));
            case Elementary.Rsqrt() -> unary(Tensor::rsqrt, x -> 1 / FastMath.sqrt(x), positive(1));
            case Elementary.Sin() -> unary(Tensor::sin, FastMath::sin, smooth(2).over(ANY));
            case Elementary.Cos() -> unary(Tensor::cos, FastMath::cos, smooth(2).over(ANY));
            case Elementary.Tan() ->
                unary(
                        Tensor::tan,
                        FastMath::tan,
                        smooth(3).from(Values.UP_TO_ONE).over(ANY));
            case Elementary.Tanh() ->
                unary(Tensor::tanh, FastMath::tanh, smooth(3).over(ANY));
            case Elementary.Erf() ->
                unary(Tensor::erf, NormalReference::erf, smooth(4).over(MODERATE));
        };
    }

    private static Domain positive(double ulps) {
        return smooth(ulps).from(Values.POSITIVE).over(Domain.Wide.POSITIVE);
    }
}
