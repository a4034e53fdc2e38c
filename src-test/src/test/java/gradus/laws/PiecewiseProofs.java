package gradus.laws;

import static gradus.laws.Domain.Wide.MODERATE;
import static gradus.laws.Domain.polynomial;
import static gradus.laws.Domain.smooth;
import static gradus.laws.Refusal.wrongSetting;
import static gradus.laws.Rows.binary;
import static gradus.laws.Rows.unary;
import static gradus.laws.Values.awayFrom;

import gradus.autodiff.Piecewise;
import gradus.autodiff.Tensor;
import org.hipparchus.util.FastMath;

/** The proofs of {@link Piecewise}. */
final class PiecewiseProofs {
    private PiecewiseProofs() {}

    static Proof of(Piecewise.Unary op) {
        return switch (op) {
            case Piecewise.Abs() -> unary(Tensor::abs, x -> x < 0 ? -x : 0 + x, bentAtZero(0));
            case Piecewise.Relu() -> unary(Tensor::relu, x -> x < 0 ? 0 : x, bentAtZero(0));
            case Piecewise.LeakyRelu(double slope) ->
                unary(
                        source -> new Piecewise.LeakyRelu(source.uniform(0.01, 0.5)),
                        x -> x.leakyRelu(slope),
                        x -> x > 0 ? x : slope * x,
                        bentAtZero(1.5));
            case Piecewise.Elu(double alpha) ->
                unary(
                        source -> new Piecewise.Elu(source.uniform(0.3, 2)),
                        x -> x.elu(alpha),
                        x -> x > 0 ? x : alpha * FastMath.expm1(x),
                        smooth(3).from(Values.AWAY_FROM_ZERO).over(MODERATE));
            case Piecewise.Clamp(double low, double high) -> clamp(low, high);
            case Piecewise.Sign() -> unary(Tensor::sign, x -> x < 0 ? -1 : x > 0 ? 1 : x, bentAtZero(0));
            case Piecewise.Floor() ->
                unary(
                        Tensor::floor,
                        FastMath::floor,
                        polynomial(0).from(awayFrom(-2, 2, -2, -1, 0, 1, 2)).step(0.02));
            case Piecewise.Round() ->
                unary(
                        Tensor::round,
                        ElementwiseReference::round,
                        polynomial(0)
                                .from(awayFrom(-2.5, 2.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5))
                                .step(0.02));
        };
    }

    private static Domain bentAtZero(double ulps) {
        return polynomial(ulps).from(Values.AWAY_FROM_ZERO).step(0.03);
    }

    private static Proof clamp(double low, double high) {
        return unary(
                        source -> {
                            double drawn = source.uniform(-2, 1);
                            return new Piecewise.Clamp(drawn, drawn + source.uniform(0.8, 2));
                        },
                        x -> x.clamp(low, high),
                        x -> x < low ? low : x > high ? high : x,
                        polynomial(0.5)
                                .from(awayFrom(low - 2, high + 2, low, high))
                                .step(0.02))
                .refusing(
                        wrongSetting(() -> new Piecewise.Clamp(1, 0)),
                        wrongSetting(() -> new Piecewise.Clamp(Double.NaN, 0)));
    }

    static Proof of(Piecewise.Binary op) {
        Domain tiesExcluded = polynomial(0).from(Values.EVEN, Values.ODD).step(0.02);
        return switch (op) {
            case Piecewise.Maximum() ->
                binary(Tensor::maximum, (a, b) -> Double.isNaN(a) || a > b ? a : b, tiesExcluded);
            case Piecewise.Minimum() ->
                binary(Tensor::minimum, (a, b) -> Double.isNaN(a) || a < b ? a : b, tiesExcluded);
        };
    }
}
