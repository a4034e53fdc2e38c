package gradus.autodiff.kernel.math;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The elementary functions to some sixty digits, from their series: slow, and sharing nothing with
 * the kernels.
 */
final class PreciseFunctions {
    private static final MathContext DIGITS = new MathContext(70);
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.TWO;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal PI = new BigDecimal(
            "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534");

    /** Below, three terms of a power series are enough. */
    private static final BigDecimal TINY = new BigDecimal("1e-20");

    private static final BigDecimal LN2 = logNear(TWO, StrictMath.log(2));

    private PreciseFunctions() {}

    static BigDecimal exp(BigDecimal x) {
        int n = LN2 == null ? 0 : (int) Math.rint(x.doubleValue() / Math.log(2));
        BigDecimal r = n == 0 ? x : x.subtract(LN2.multiply(BigDecimal.valueOf(n)), DIGITS);
        BigDecimal small = r.multiply(BigDecimal.valueOf(0x1p-12), DIGITS);
        BigDecimal term = ONE;
        BigDecimal sum = ONE;
        for (int i = 1; i < 22; i++) {
            term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        for (int i = 0; i < 12; i++) {
            sum = sum.multiply(sum, DIGITS);
        }
        return sum.multiply(TWO.pow(n, DIGITS), DIGITS);
    }

    /** Halley's iteration from an approximation to 16 digits. */
    private static BigDecimal logNear(BigDecimal x, double start) {
        BigDecimal y = new BigDecimal(start);
        for (int i = 0; i < 2; i++) {
            BigDecimal e = exp(y);
            y = y.add(TWO.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
        }
        return y;
    }

    static BigDecimal log(BigDecimal x) {
        int exponent = x.precision() - x.scale();
        double start = StrictMath.log(x.scaleByPowerOfTen(-exponent).doubleValue()) + exponent * StrictMath.log(10);
        return logNear(x, start);
    }

    static BigDecimal expm1(BigDecimal x) {
        return x.abs().compareTo(TINY) < 0 ? x.add(square(x).multiply(HALF), DIGITS) : exp(x).subtract(ONE);
    }

    static BigDecimal log1p(BigDecimal x) {
        return x.abs().compareTo(TINY) < 0 ? x.subtract(square(x).multiply(HALF), DIGITS) : log(x.add(ONE));
    }

    static BigDecimal sigmoid(BigDecimal x) {
        return ONE.divide(ONE.add(exp(x.negate())), DIGITS);
    }

    static BigDecimal softplus(BigDecimal x) {
        return log1p(exp(x));
    }

    static BigDecimal tanh(BigDecimal x) {
        BigDecimal e = expm1(x.multiply(TWO));
        return e.divide(e.add(TWO), DIGITS);
    }

    static BigDecimal sqrt(BigDecimal x) {
        return x.sqrt(DIGITS);
    }

    static BigDecimal reciprocal(BigDecimal x) {
        return ONE.divide(x, DIGITS);
    }

    static BigDecimal pow(BigDecimal x, BigDecimal e) {
        return exp(log(x).multiply(e, DIGITS));
    }

    static BigDecimal sin(BigDecimal x) {
        BigDecimal turns = x.divide(PI, 0, RoundingMode.HALF_EVEN);
        BigDecimal r = x.subtract(PI.multiply(turns));
        BigDecimal square = square(r).negate();
        BigDecimal term = r;
        BigDecimal sum = r;
        for (int i = 2; i < 70; i += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf((long) i * (i + 1)), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return turns.remainder(TWO).signum() == 0 ? sum : sum.negate();
    }

    static BigDecimal cos(BigDecimal x) {
        return sin(x.add(PI.multiply(HALF)));
    }

    static BigDecimal tan(BigDecimal x) {
        return sin(x).divide(cos(x), DIGITS);
    }

    /** 2/√π (x - x³/3 + x⁵/10 - ...), up to 5; its terms grow to e^(x²) first. */
    static BigDecimal erf(BigDecimal x) {
        if (x.abs().compareTo(BigDecimal.valueOf(5)) > 0) {
            BigDecimal y = ONE.subtract(complement(x.abs()));
            return x.signum() < 0 ? y.negate() : y;
        }
        BigDecimal square = square(x).negate();
        BigDecimal power = x;
        BigDecimal sum = x;
        for (int n = 1; n < 150; n++) {
            power = power.multiply(square, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
        }
        return sum.multiply(TWO).divide(sqrt(PI), DIGITS);
    }

    /**
     * 1 - erf x from 5 on, by Laplace's continued fraction: e^(-x²)/√π / (x + 1/2/(x + 1/(x +
     * 3/2/(x + ...)))).
     */
    private static BigDecimal complement(BigDecimal x) {
        BigDecimal fraction = x;
        for (int n = 150; n > 0; n--) {
            fraction = x.add(BigDecimal.valueOf(n).multiply(HALF).divide(fraction, DIGITS), DIGITS);
        }
        return exp(square(x).negate()).divide(sqrt(PI).multiply(fraction), DIGITS);
    }

    static BigDecimal gelu(BigDecimal x) {
        BigDecimal a = x.negate().divide(sqrt(TWO), DIGITS);
        BigDecimal twice = a.compareTo(BigDecimal.valueOf(5)) > 0 ? complement(a) : ONE.subtract(erf(a));
        return x.multiply(twice).multiply(HALF);
    }

    static BigDecimal binaryCrossEntropy(BigDecimal logit, BigDecimal target) {
        return target.multiply(softplus(logit.negate()))
                .add(ONE.subtract(target).multiply(softplus(logit)));
    }

    private static BigDecimal square(BigDecimal x) {
        return x.multiply(x, DIGITS);
    }
}
