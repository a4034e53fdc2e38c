package gradus.autodiff;

import java.util.function.UnaryOperator;
import org.hipparchus.analysis.differentiation.DerivativeStructure;
import org.hipparchus.special.Erf;

/**
 * The smooth elementwise functions of Gradus, and each again in Hipparchus, which differentiates
 * forward by Taylor series.
 */
enum SmoothFunction {
    EXP(-20, 20, Tensor::exp, DerivativeStructure::exp),
    EXPM1(-20, 20, Tensor::expm1, DerivativeStructure::expm1),
    LOG(1e-3, 1e3, Tensor::log, DerivativeStructure::log),
    LOG1P(-0.999, 1e3, Tensor::log1p, DerivativeStructure::log1p),
    SQRT(1e-3, 1e3, Tensor::sqrt, DerivativeStructure::sqrt),
    RSQRT(1e-3, 1e3, Tensor::rsqrt, x -> x.sqrt().reciprocal()),
    SQUARE(-100, 100, Tensor::square, x -> x.multiply(x)),
    RECIPROCAL(1e-2, 1e2, Tensor::reciprocal, DerivativeStructure::reciprocal),
    NEG(-100, 100, Tensor::neg, DerivativeStructure::negate),
    POW_5(-10, 10, x -> x.pow(5), x -> x.pow(5)),
    POW_MINUS_2(0.1, 10, x -> x.pow(-2), x -> x.pow(-2)),
    POW_REAL(0.1, 10, x -> x.pow(1.7), x -> x.pow(1.7)),
    POW_ITSELF(0.1, 5, x -> x.pow(x), x -> x.pow(x)),
    POW_BASE(
            -5,
            5,
            x -> Tensor.scalar(1.3).pow(x),
            x -> x.multiply(StrictMath.log(1.3)).exp()),
    SIN(-50, 50, Tensor::sin, DerivativeStructure::sin),
    COS(-50, 50, Tensor::cos, DerivativeStructure::cos),
    TAN(-1.5, 1.5, Tensor::tan, DerivativeStructure::tan),
    TANH(-10, 10, Tensor::tanh, DerivativeStructure::tanh),
    ERF(-4, 4, Tensor::erf, SmoothFunction::erf),
    SIGMOID(-20, 20, Tensor::sigmoid, SmoothFunction::sigmoid),
    LOG_SIGMOID(-20, 20, Tensor::logSigmoid, x -> x.negate().exp().log1p().negate()),
    SOFTPLUS(-20, 20, Tensor::softplus, x -> x.exp().log1p()),
    SILU(-20, 20, Tensor::silu, x -> x.multiply(sigmoid(x))),
    GELU(
            -5,
            5,
            Tensor::gelu,
            x -> x.multiply(erf(x.multiply(StrictMath.sqrt(0.5))).add(1)).multiply(0.5));

    final double low;
    final double high;
    final UnaryOperator<Tensor> ours;
    final UnaryOperator<DerivativeStructure> theirs;

    SmoothFunction(double low, double high, UnaryOperator<Tensor> ours, UnaryOperator<DerivativeStructure> theirs) {
        this.low = low;
        this.high = high;
        this.ours = ours;
        this.theirs = theirs;
    }

    private static DerivativeStructure sigmoid(DerivativeStructure x) {
        return x.negate().exp().add(1).reciprocal();
    }

    /** Hipparchus has the value; the derivatives are those of the integral 2/√π e^(-t²). */
    private static DerivativeStructure erf(DerivativeStructure x) {
        double t = x.getReal();
        double slope = 2 / StrictMath.sqrt(StrictMath.PI) * StrictMath.exp(-t * t);
        return x.compose(Erf.erf(t), slope, -2 * t * slope, (4 * t * t - 2) * slope);
    }
}
