package gradus.laws;

import gradus.autodiff.Activations;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Elementary;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Probability;
import gradus.autodiff.FusedVjps;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.util.FastMath;

/**
 * The elementwise operators, from their definitions. Elementary functions come from Hipparchus, which computes them by its
 * own tables, not from the JDK.
 */
final class ElementwiseReference {
    private ElementwiseReference() {}

    static DoubleUnaryOperator of(Op.Unary op) {
        return switch (op) {
            case Arithmetic.Neg() -> x -> 0 - x;
            case Arithmetic.Reciprocal() -> x -> 1 / x;
            case Arithmetic.Square() -> x -> x * x;
            case Arithmetic.PowConstant(double exponent) -> x -> FastMath.pow(x, exponent);
            case Elementary.Unary function -> of(function);
            case Activations.Unary activation -> of(activation);
            case Piecewise.Unary piece -> of(piece);
        };
    }

    private static DoubleUnaryOperator of(Elementary.Unary op) {
        return switch (op) {
            case Elementary.Exp() -> FastMath::exp;
            case Elementary.Expm1() -> FastMath::expm1;
            case Elementary.Log() -> FastMath::log;
            case Elementary.Log1p() -> FastMath::log1p;
            case Elementary.Sqrt() -> FastMath::sqrt;
            case Elementary.Rsqrt() -> x -> 1 / FastMath.sqrt(x);
            case Elementary.Sin() -> FastMath::sin;
            case Elementary.Cos() -> FastMath::cos;
            case Elementary.Tan() -> FastMath::tan;
            case Elementary.Tanh() -> FastMath::tanh;
            case Elementary.Erf() -> NormalReference::erf;
        };
    }

    private static DoubleUnaryOperator of(Activations.Unary op) {
        return switch (op) {
            case Activations.Sigmoid() -> ElementwiseReference::sigmoid;
            case Activations.LogSigmoid() -> x -> -softplus(-x);
            case Activations.Softplus() -> ElementwiseReference::softplus;
            case Activations.Silu() -> x -> x == Double.NEGATIVE_INFINITY ? 0 : x * sigmoid(x);
            case Activations.Gelu() -> x -> x == Double.NEGATIVE_INFINITY ? 0 : x * NormalReference.distribution(x);
        };
    }

    private static DoubleUnaryOperator of(Piecewise.Unary op) {
        return switch (op) {
            case Piecewise.Abs() -> x -> x < 0 ? -x : 0 + x;
            case Piecewise.Relu() -> x -> x < 0 ? 0 : x;
            case Piecewise.LeakyRelu(double slope) -> x -> x > 0 ? x : slope * x;
            case Piecewise.Elu(double alpha) -> x -> x > 0 ? x : alpha * FastMath.expm1(x);
            case Piecewise.Clamp(double low, double high) -> x -> x < low ? low : x > high ? high : x;
            case Piecewise.Sign() -> x -> x < 0 ? -1 : x > 0 ? 1 : x;
            case Piecewise.Floor() -> FastMath::floor;
            case Piecewise.Round() -> ElementwiseReference::round;
        };
    }

    static DoubleBinaryOperator of(Op.Binary op) {
        return switch (op) {
            case Arithmetic.Add() -> (a, b) -> a + b;
            case Arithmetic.Sub() -> (a, b) -> a - b;
            case Arithmetic.Mul() -> (a, b) -> a * b;
            case Arithmetic.Div() -> (a, b) -> a / b;
            case Arithmetic.Chain() -> ElementwiseReference::chain;
            case Arithmetic.Pow() -> FastMath::pow;
            case Piecewise.Maximum() -> (a, b) -> Double.isNaN(a) || a > b ? a : b;
            case Piecewise.Minimum() -> (a, b) -> Double.isNaN(a) || a < b ? a : b;
            case Probability.BinaryCrossEntropy() -> ElementwiseReference::binaryCrossEntropy;
            case Probability.BinaryCrossEntropySlope() -> (a, b) -> (1 - b) * sigmoid(a) - b * sigmoid(-a);
            case FusedVjps.TanhSlope() -> (g, t) -> chain(g, Math.fma(-t, t, 1));
            case FusedVjps.SigmoidSlope() -> (g, x) -> chain(g, sigmoid(x) * sigmoid(-x));
            case FusedVjps.SoftplusSlope() -> (g, x) -> chain(g, sigmoid(x));
            case FusedVjps.ReluSlope() -> (g, x) -> x > 0 ? g : 0;
        };
    }

    private static double chain(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }

    static double sigmoid(double x) {
        return x < 0 ? FastMath.exp(x) / (1 + FastMath.exp(x)) : 1 / (1 + FastMath.exp(-x));
    }

    /** Above 40, log(1 + e^x) is x + e^-x to more than all digits. */
    static double softplus(double x) {
        return x > 40 ? x + FastMath.exp(-x) : FastMath.log1p(FastMath.exp(x));
    }

    /** A target of 0 or 1 leaves one term, whatever the other's logarithm is. */
    private static double binaryCrossEntropy(double logit, double target) {
        if (target == 0) {
            return softplus(logit);
        }
        return target == 1 ? softplus(-logit) : target * softplus(-logit) + (1 - target) * softplus(logit);
    }

    private static double round(double x) {
        double below = FastMath.floor(x);
        double rest = x - below;
        if (Double.isNaN(rest) || rest == 0) {
            return x;
        }
        boolean down = rest < 0.5 || (rest == 0.5 && below % 2 == 0);
        return down ? below : below + 1;
    }
}
