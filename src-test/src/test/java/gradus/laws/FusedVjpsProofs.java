package gradus.laws;

import static gradus.laws.Domain.Wide.MODERATE;
import static gradus.laws.Domain.polynomial;
import static gradus.laws.Domain.smooth;
import static gradus.laws.ElementwiseReference.chain;
import static gradus.laws.ElementwiseReference.sigmoid;
import static gradus.laws.Rows.appliedToTwo;
import static gradus.laws.Rows.binary;

import gradus.autodiff.FusedVjps;

/** The proofs of {@link FusedVjps}, which are for rules and have no methods. */
final class FusedVjpsProofs {
    private FusedVjpsProofs() {}

    static Proof of(FusedVjps.Binary op) {
        return switch (op) {
            case FusedVjps.TanhSlope() ->
                binary(
                        appliedToTwo(op),
                        (g, t) -> chain(g, Math.fma(-t, t, 1)),
                        polynomial(1.5).step(0.01).upTo(2));
            // two functions, each a unit off, in float as in double: 2.5 relative units, which are up to 5 in the last
            // place, and the last rounding
            case FusedVjps.SigmoidSlope() ->
                binary(
                        appliedToTwo(op),
                        (g, x) -> chain(g, sigmoid(x) * sigmoid(-x)),
                        smooth(6).inFloat(6).over(MODERATE).upTo(40));
            case FusedVjps.SoftplusSlope() ->
                binary(
                        appliedToTwo(op),
                        (g, x) -> chain(g, sigmoid(x)),
                        smooth(4).over(MODERATE).upTo(40));
            case FusedVjps.ReluSlope() ->
                binary(
                        appliedToTwo(op),
                        (g, x) -> x > 0 ? g : 0,
                        polynomial(0)
                                .from(Values.ORDINARY, Values.AWAY_FROM_ZERO)
                                .step(0.03));
        };
    }
}
