package gradus.laws;

import gradus.autodiff.Activations;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Elementary;
import gradus.autodiff.Indexing;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.FusedVjps;

/**
 * Where an operator is checked and how exact it has to be. A new operator does not compile until its case stands here.
 *
 * @param first where elements of the first input (of all inputs, for a list) lie: away from kinks by more than the
 *     differences reach, 12 steps at most
 * @param second the same for the second input
 * @param wide where elements lie in tests of the forward computation alone
 * @param step of the finite differences; large where they are exact, as the operator is a polynomial of low degree
 * @param ulps how far an F64 result may be from the reference, in units in the last place; see {@link Precision}
 */
record Domain(Values first, Values second, Wide wide, double step, double ulps) {
    private static final double SMOOTH = 0.01;
    private static final double POLYNOMIAL = 0.25;

    /** The signs and sizes that elements may have where only the forward computation is checked. */
    enum Wide {
        /** Any number from 1e-6 to 1e6 in size. */
        ANY,
        /** The same, above 0. */
        POSITIVE,
        /** The same, above -1. */
        ABOVE_MINUS_ONE,
        /** Up to 80 in size, so that even F32 does not overflow. */
        MODERATE,
        /** As the differences use them. */
        NARROW
    }

    /**
     * F32 kernels compute in double and round once, or a few times at most. The sigmoid's slope multiplies two functions, each a unit off, in float as in
     * double: 2.5 relative units, which are up to 5 in the last place, and the last rounding.
     */
    double ulps(Op op, DType dtype) {
        return dtype == DType.F32 && !(op instanceof FusedVjps.SigmoidSlope) ? Math.min(ulps, 3) : ulps;
    }

    static Domain of(Op op) {
        return switch (op) {
            case Arithmetic.Unary scaling -> of(scaling);
            case Elementary.Unary function -> of(function);
            case Activations.Unary activation -> of(activation);
            case Piecewise.Unary piece -> of(piece);
            case Op.Binary binary -> of(binary);
            case Reduction.Reducing reducing -> of(reducing);
            case Reduction.CumulativeSum _ -> polynomial(0.5);
            case Probability.Normalizing _ -> smooth(6);
            case Probability.CrossEntropy _ -> smooth(2);
            case Probability.CrossEntropySlope _ -> smooth(8);
            case Movement.OfOne _ -> polynomial(0);
            case Movement.Concat _ -> polynomial(0);
            case Indexing.OfOne picking -> polynomial(of(picking));
            case Comparisons.Where _ -> polynomial(0);
            case Contraction.Matmul _, Contraction.Linear _ -> polynomial(0.5);
            case CustomOp _ -> smooth(4);
        };
    }

    private static Domain smooth(double ulps) {
        return new Domain(Values.ORDINARY, Values.ORDINARY, Wide.NARROW, SMOOTH, ulps);
    }

    private static Domain polynomial(double ulps) {
        return new Domain(Values.ORDINARY, Values.ORDINARY, Wide.ANY, POLYNOMIAL, ulps);
    }

    private Domain from(Values values) {
        return new Domain(values, values, wide, step, ulps);
    }

    private Domain from(Values one, Values other) {
        return new Domain(one, other, wide, step, ulps);
    }

    private Domain over(Wide range) {
        return new Domain(first, second, range, step, ulps);
    }

    private static Domain of(Arithmetic.Unary op) {
        return switch (op) {
            case Arithmetic.Neg() -> polynomial(0);
            case Arithmetic.Square() -> polynomial(0.5);
            case Arithmetic.Reciprocal() ->
                smooth(0.5).from(Values.AWAY_FROM_ZERO).over(Wide.ANY);
            case Arithmetic.PowConstant(double exponent) ->
                smooth(2)
                        .from(exponent == Math.rint(exponent) ? Values.AWAY_FROM_ZERO : Values.POSITIVE)
                        .over(exponent == Math.rint(exponent) ? Wide.ANY : Wide.POSITIVE);
        };
    }

    private static Domain of(Elementary.Unary op) {
        return switch (op) {
            case Elementary.Exp(), Elementary.Expm1() -> smooth(2).over(Wide.MODERATE);
            case Elementary.Log() -> smooth(2).from(Values.POSITIVE).over(Wide.POSITIVE);
            case Elementary.Log1p() -> smooth(2).from(Values.ABOVE_MINUS_HALF).over(Wide.ABOVE_MINUS_ONE);
            case Elementary.Sqrt() -> smooth(0.5).from(Values.POSITIVE).over(Wide.POSITIVE);
            case Elementary.Rsqrt() -> smooth(1).from(Values.POSITIVE).over(Wide.POSITIVE);
            case Elementary.Sin(), Elementary.Cos() -> smooth(2).over(Wide.ANY);
            case Elementary.Tan() -> smooth(3).from(Values.UP_TO_ONE).over(Wide.ANY);
            case Elementary.Tanh() -> smooth(3).over(Wide.ANY);
            case Elementary.Erf() -> smooth(4).over(Wide.MODERATE);
        };
    }

    private static Domain of(Activations.Unary op) {
        return switch (op) {
            case Activations.Sigmoid(), Activations.LogSigmoid(), Activations.Softplus(), Activations.Silu() ->
                smooth(3).over(Wide.MODERATE);
            case Activations.Gelu() -> smooth(12);
        };
    }

    private static Domain of(Piecewise.Unary op) {
        return switch (op) {
            case Piecewise.Abs(), Piecewise.Relu(), Piecewise.Sign() ->
                polynomial(0).from(Values.AWAY_FROM_ZERO).step(0.03);
            case Piecewise.LeakyRelu(double _) ->
                polynomial(1.5).from(Values.AWAY_FROM_ZERO).step(0.03);
            case Piecewise.Elu(double _) ->
                smooth(3).from(Values.AWAY_FROM_ZERO).over(Wide.MODERATE);
            case Piecewise.Clamp(double low, double high) ->
                polynomial(0.5)
                        .from(Values.awayFrom(low - 2, high + 2, low, high))
                        .step(0.02);
            case Piecewise.Floor() ->
                polynomial(0).from(Values.awayFrom(-2, 2, -2, -1, 0, 1, 2)).step(0.02);
            case Piecewise.Round() ->
                polynomial(0)
                        .from(Values.awayFrom(-2.5, 2.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5))
                        .step(0.02);
        };
    }

    private static Domain of(Op.Binary op) {
        return switch (op) {
            case Arithmetic.Add(), Arithmetic.Sub(), Arithmetic.Mul() -> polynomial(0.5);
            case Arithmetic.Div() ->
                smooth(0.5).from(Values.ORDINARY, Values.AWAY_FROM_ZERO).over(Wide.ANY);
            case Arithmetic.Chain() ->
                polynomial(0.5).from(Values.AWAY_FROM_ZERO, Values.ORDINARY).step(0.03);
            case Arithmetic.Pow() -> smooth(2).from(Values.POSITIVE, Values.ORDINARY);
            case Piecewise.Maximum(), Piecewise.Minimum() ->
                polynomial(0).from(Values.EVEN, Values.ODD).step(0.02);
            case Probability.BinaryCrossEntropy(), Probability.BinaryCrossEntropySlope() ->
                smooth(4).from(Values.ORDINARY, Values.PROBABILITY);
            case FusedVjps.TanhSlope() -> polynomial(1.5).step(SMOOTH);
            case FusedVjps.SigmoidSlope() -> smooth(6).over(Wide.MODERATE);
            case FusedVjps.SoftplusSlope() -> smooth(4).over(Wide.MODERATE);
            case FusedVjps.ReluSlope() ->
                polynomial(0).from(Values.ORDINARY, Values.AWAY_FROM_ZERO).step(0.03);
        };
    }

    private static Domain of(Reduction.Reducing op) {
        return switch (op) {
            case Reduction.Sum _ -> polynomial(0.5);
            case Reduction.Prod _ -> smooth(0.5).from(Values.FACTORS).step(0.007);
            case Reduction.Max _, Reduction.Min _ ->
                polynomial(0).from(Values.DISTINCT).step(0.02).over(Wide.ANY);
            case Reduction.Norm _ -> smooth(2).from(Values.AWAY_FROM_ZERO).over(Wide.ANY);
            case Reduction.LogSumExp _ -> smooth(2);
        };
    }

    private static double of(Indexing.OfOne op) {
        return switch (op) {
            case Indexing.IndexSelect _, Indexing.TakeAlongAxis _ -> 0;
            case Indexing.IndexAdd _, Indexing.AddAlongAxis _ -> 0.5;
        };
    }

    /** The largest number worth trying: what is made of a few of them should not overflow halfway, in one element type only. */
    static double huge(Op op) {
        return switch (op) {
            case Reduction.Prod _, FusedVjps.TanhSlope _ -> 2;
            case FusedVjps.SigmoidSlope _, FusedVjps.SoftplusSlope _, Probability.BinaryCrossEntropySlope _ -> 40;
            case Probability.CrossEntropySlope _ -> 40;
            case Contraction.Matmul _, Contraction.Linear _ -> 1e15;
            case Reduction.Sum _, Reduction.CumulativeSum _, Indexing.IndexAdd _, Indexing.AddAlongAxis _ -> 1e30;
            case Op.OfOne _, Op.OfTwo _, Op.OfMany _ -> 1e300;
        };
    }

    private Domain step(double chosen) {
        return new Domain(first, second, wide, chosen, ulps);
    }
}
