package gradus.autodiff.kernel.math;

import java.math.BigDecimal;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * The elementary functions as the kernels compute them, with what they should be and where that is
 * neither 0 nor infinite.
 */
enum ElementaryFunction {
    EXP(ElementaryF32::exp, ElementaryF64::exp, PreciseFunctions::exp, -745, 709.7),
    EXPM1(ElementaryF32::expm1, ElementaryF64::expm1, PreciseFunctions::expm1, -60, 709.7),
    LOG(ElementaryF32::log, ElementaryF64::log, PreciseFunctions::log, Double.MIN_VALUE, Double.MAX_VALUE),
    LOG1P(ElementaryF32::log1p, ElementaryF64::log1p, PreciseFunctions::log1p, Math.nextUp(-1.0), Double.MAX_VALUE),
    RSQRT(
            ElementaryF32::rsqrt,
            ElementaryF64::rsqrt,
            x -> PreciseFunctions.reciprocal(PreciseFunctions.sqrt(x)),
            Double.MIN_VALUE,
            Double.MAX_VALUE),
    TANH(ElementaryF32::tanh, ElementaryF64::tanh, PreciseFunctions::tanh, -30, 30),
    SIGMOID(ElementaryF32::sigmoid, ElementaryF64::sigmoid, PreciseFunctions::sigmoid, -745, 60),
    LOG_SIGMOID(
            ElementaryF32::logSigmoid,
            ElementaryF64::logSigmoid,
            x -> PreciseFunctions.softplus(x.negate()).negate(),
            -60,
            745),
    SOFTPLUS(ElementaryF32::softplus, ElementaryF64::softplus, PreciseFunctions::softplus, -745, 60),
    SILU(ElementaryF32::silu, ElementaryF64::silu, x -> x.multiply(PreciseFunctions.sigmoid(x)), -745, 60),
    SIN(TrigonometryF32::sin, TrigonometryF64::sin, PreciseFunctions::sin, -1e6, 1e6),
    COS(TrigonometryF32::cos, TrigonometryF64::cos, PreciseFunctions::cos, -1e6, 1e6),
    TAN(TrigonometryF32::tan, TrigonometryF64::tan, PreciseFunctions::tan, -1e6, 1e6),
    ERF(NormalDistributionF32::erf, NormalDistributionF64::erf, PreciseFunctions::erf, -7, 7),
    GELU(NormalDistributionF32::gelu, NormalDistributionF64::gelu, PreciseFunctions::gelu, -38.5, 40),
    POW_THIRD(1 / 3.0),
    POW_3(3.0),
    POW_MINUS_HALF(-0.5),
    POW_100(100.25),
    BINARY_CROSS_ENTROPY_0_3(0.3f),
    BINARY_CROSS_ENTROPY_1(1f);

    /** A function of one float. */
    interface OfFloat {
        float at(float x);
    }

    final OfFloat ofFloat;
    final DoubleUnaryOperator ofDouble;
    final UnaryOperator<BigDecimal> precise;
    final double low;
    final double high;

    ElementaryFunction(
            OfFloat ofFloat, DoubleUnaryOperator ofDouble, UnaryOperator<BigDecimal> precise, double low, double high) {
        this.ofFloat = ofFloat;
        this.ofDouble = ofDouble;
        this.precise = precise;
        this.low = low;
        this.high = high;
    }

    ElementaryFunction(double exponent) {
        this(
                x -> PowerF32.pow(x, exponent),
                x -> PowerF64.pow(x, exponent),
                x -> PreciseFunctions.pow(x, new BigDecimal(exponent)),
                Double.MIN_VALUE,
                Double.MAX_VALUE);
    }

    ElementaryFunction(float target) {
        this(
                x -> ElementaryF32.binaryCrossEntropy(x, target),
                x -> ElementaryF64.binaryCrossEntropy(x, target),
                x -> PreciseFunctions.binaryCrossEntropy(x, new BigDecimal(target)),
                -700,
                700);
    }
}
