package gradus.laws;

import static gradus.laws.Domain.Wide.ANY;
import static gradus.laws.Domain.Wide.POSITIVE;
import static gradus.laws.Domain.polynomial;
import static gradus.laws.Domain.smooth;
import static gradus.laws.Rows.binary;
import static gradus.laws.Rows.unary;

import gradus.autodiff.Arithmetic;
import gradus.autodiff.Tensor;
import org.hipparchus.util.FastMath;

/** The proofs of {@link Arithmetic}. */
final class ArithmeticProofs {
    private ArithmeticProofs() {}

    static Proof of(Arithmetic.Unary op) {
        return switch (op) {
            case Arithmetic.Neg() -> unary(Tensor::neg, x -> 0 - x, polynomial(0));
            case Arithmetic.Reciprocal() ->
                unary(
                        Tensor::reciprocal,
                        x -> 1 / x,
                        smooth(0.5).from(Values.AWAY_FROM_ZERO).over(ANY));
            case Arithmetic.Square() -> unary(Tensor::square, x -> x * x, polynomial(0.5));
            case Arithmetic.PowConstant(double exponent) -> {
                boolean whole = exponent == Math.rint(exponent);
                yield unary(
                        source -> new Arithmetic.PowConstant(source.oneOf(-2, -1, -0.5, 0, 0.5, 1, 2, 2.7, 3)),
                        x -> x.pow(exponent),
                        x -> FastMath.pow(x, exponent),
                        smooth(2)
                                .from(whole ? Values.AWAY_FROM_ZERO : Values.POSITIVE)
                                .over(whole ? ANY : POSITIVE));
            }
        };
    }

    static Proof of(Arithmetic.Binary op) {
        return switch (op) {
            case Arithmetic.Add() -> binary(Tensor::add, (a, b) -> a + b, polynomial(0.5));
            case Arithmetic.Sub() -> binary(Tensor::sub, (a, b) -> a - b, polynomial(0.5));
            case Arithmetic.Mul() -> binary(Tensor::mul, (a, b) -> a * b, polynomial(0.5));
            case Arithmetic.Div() ->
                binary(
                        Tensor::div,
                        (a, b) -> a / b,
                        smooth(0.5).from(Values.ORDINARY, Values.AWAY_FROM_ZERO).over(ANY));
            case Arithmetic.Chain() ->
                binary(
                        Tensor::chain,
                        ElementwiseReference::chain,
                        polynomial(0.5)
                                .from(Values.AWAY_FROM_ZERO, Values.ORDINARY)
                                .step(0.03));
            case Arithmetic.Pow() ->
                binary(Tensor::pow, FastMath::pow, smooth(2).from(Values.POSITIVE, Values.ORDINARY));
        };
    }
}
