package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What each operator does where it has no derivative, or several: the conventions that its doc comment states. */
class KinkTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /** The derivative of the sum of f(x) with respect to each element; 0 for both zeros. */
    private static double[] slopes(UnaryOperator<Tensor> f, double... x) {
        Tensor variable = Tensor.of(x).asVariable();
        Tensor y = f.apply(variable);
        return y.gradients(Tensor.ones(DType.F64, y.shape()))
                .of(variable)
                .add(0)
                .toDoubleArray();
    }

    private static double slopeLeft(BinaryOperator<Tensor> f, double a, double b) {
        Tensor variable = Tensor.variable(a);
        return f.apply(variable, Tensor.scalar(b)).gradients().of(variable).item();
    }

    private static double slopeRight(BinaryOperator<Tensor> f, double a, double b) {
        Tensor variable = Tensor.variable(b);
        return f.apply(Tensor.scalar(a), variable).gradients().of(variable).item();
    }

    @Test
    void absAndReluAreFlatAtZero() {
        assertThat(slopes(Tensor::abs, -2, -0.0, 0, 2)).containsExactly(-1, 0, 0, 1);
        assertThat(slopes(Tensor::relu, -2, -0.0, 0, 2)).containsExactly(0, 0, 0, 1);
    }

    @Test
    void leakyReluAndEluHaveTheirLeftSlopeAtZero() {
        assertThat(slopes(x -> x.leakyRelu(0.1), -2, -0.0, 0, 2)).containsExactly(0.1, 0.1, 0.1, 1);
        assertThat(slopes(x -> x.elu(0.5), -0.0, 0, 2)).containsExactly(0.5, 0.5, 1);
    }

    @Test
    void clampPassesTheCotangentUpToAndAtItsBounds() {
        assertThat(slopes(x -> x.clamp(-1, 2), -1.5, -1, 0, 2, 2.5)).containsExactly(0, 1, 1, 1, 0);
        assertThat(slopes(x -> x.clamp(1, 1), 0, 1, 2)).containsExactly(0, 0, 0);
    }

    @Test
    void stepsAreFlatEverywhereAlsoAtTheStep() {
        double[] places = {-1.5, -1, -0.5, 0, 0.5, 1};
        assertThat(slopes(Tensor::sign, places)).containsOnly(0);
        assertThat(slopes(Tensor::floor, places)).containsOnly(0);
        assertThat(slopes(Tensor::round, places)).containsOnly(0);
    }

    @Test
    void roundTakesHalvesToEven() {
        assertThat(Tensor.of(-1.5, -0.5, 0.5, 1.5, 2.5).round().toDoubleArray()).containsExactly(-2, -0.0, 0, 2, 2);
    }

    @Test
    void maximumAndMinimumShareATieInHalves() {
        assertThat(slopeLeft(Tensor::maximum, 3, 3)).isEqualTo(0.5);
        assertThat(slopeRight(Tensor::maximum, 3, 3)).isEqualTo(0.5);
        assertThat(slopeLeft(Tensor::minimum, 0.0, -0.0)).isEqualTo(0.5);
        assertThat(slopeRight(Tensor::minimum, 0.0, -0.0)).isEqualTo(0.5);
        assertThat(slopes(x -> x.maximum(x), 3)).containsExactly(1);
    }

    @Test
    void maxAndMinShareEvenlyAmongAllThatTie() {
        assertThat(slopes(x -> x.max(), 1, 4, 4, 0, 4, 4)).containsExactly(0, 0.25, 0.25, 0, 0.25, 0.25);
        assertThat(slopes(x -> x.min(), 2, 1, 1)).containsExactly(0, 0.5, 0.5);
        assertThat(slopes(x -> x.reshape(2, 2).max(1), 1, 1, 0, 2)).containsExactly(0.5, 0.5, 0, 1);
    }

    @Test
    void maximumAndMaxOfNaNAreNaN() {
        assertThat(Tensor.of(1, NAN).max().item()).isNaN();
        assertThat(Tensor.of(NAN, 1).min().item()).isNaN();
        assertThat(Tensor.of(1, NAN).maximum(Tensor.of(NAN, 1)).toDoubleArray()).containsOnly(NAN);
        assertThat(Tensor.of(1, NAN).minimum(Tensor.of(NAN, 1)).toDoubleArray()).containsOnly(NAN);
    }

    @Test
    void argMaxAndArgMinTakeTheFirstOfEqualsAndTheFirstNaN() {
        assertThat(Tensor.of(1, 3, 3).argMax(0)).isEqualTo(Indices.of(Shape.SCALAR, 1));
        assertThat(Tensor.of(3, 1, 1).argMin(0)).isEqualTo(Indices.of(Shape.SCALAR, 1));
        assertThat(Tensor.of(1, NAN, 5, NAN).argMax(0)).isEqualTo(Indices.of(Shape.SCALAR, 1));
        assertThat(Tensor.of(1, NAN, 5, NAN).argMin(0)).isEqualTo(Indices.of(Shape.SCALAR, 1));
        assertThat(Tensor.of(0.0, -0.0).argMin(0)).isEqualTo(Indices.of(Shape.SCALAR, 0));
    }

    @Test
    void rootsAndLogarithmsAreInfinitelySteepAtZero() {
        assertThat(slopes(Tensor::sqrt, 0)).containsExactly(INF);
        assertThat(slopes(Tensor::log, 0)).containsExactly(INF);
        assertThat(slopes(Tensor::log1p, -1)).containsExactly(INF);
        assertThat(slopes(Tensor::rsqrt, 0)).containsExactly(-INF);
        assertThat(slopes(Tensor::reciprocal, 0)).containsExactly(-INF);
        assertThat(Tensor.of(0.0, -1).log().toDoubleArray()).containsExactly(-INF, NAN);
        assertThat(Tensor.of(0.0, -1).sqrt().toDoubleArray()).containsExactly(0, NAN);
        assertThat(Tensor.of(0.0, -0.0).reciprocal().toDoubleArray()).containsExactly(INF, -INF);
    }

    @Test
    void powersOfZero() {
        assertThat(slopes(x -> x.pow(0.0), 0, 2, -3, INF)).containsOnly(0);
        assertThat(slopes(x -> x.pow(1.0), 0, -3)).containsExactly(1, 1);
        assertThat(slopes(x -> x.pow(2.0), 0)).containsExactly(0);
        assertThat(slopes(x -> x.pow(0.5), 0)).containsExactly(INF);
        assertThat(slopeLeft(Tensor::pow, 0, 0)).isZero();
        assertThat(slopeLeft(Tensor::pow, 5, 0)).isZero();
        assertThat(slopeLeft(Tensor::pow, 0, 2)).isZero();
        assertThat(slopeLeft(Tensor::pow, 0, 1)).isOne();
        assertThat(slopeRight(Tensor::pow, 0, 2)).isZero();
        assertThat(slopeRight(Tensor::pow, 0, 0)).isZero();
        assertThat(slopeRight(Tensor::pow, -2, 2)).isNaN();
    }

    @Test
    void chainIsZeroWhereEitherFactorIs() {
        assertThat(Tensor.of(0, -0.0, 0).chain(Tensor.of(INF, NAN, 7)).toDoubleArray())
                .containsOnly(0);
        assertThat(slopeLeft(Tensor::chain, 0, 7)).isEqualTo(7);
        assertThat(slopeRight(Tensor::chain, 0, 7)).isZero();
        assertThat(Tensor.of(INF, NAN, 7).chain(Tensor.of(0, -0.0, 0)).toDoubleArray())
                .containsOnly(0);
        assertThat(slopes(x -> x.mul(0).chain(Tensor.of(INF, 2)), 1, 1)).containsExactly(0, 0);
    }

    @Test
    void normIsFlatAtTheOrigin() {
        assertThat(slopes(x -> x.norm(), 0, 0)).containsExactly(0, 0);
        assertThat(slopes(x -> x.norm(), 3, -4)).containsExactly(0.6, -0.8);
        assertThat(slopes(x -> x.standardDeviation(), 5, 5, 5)).containsExactly(0, 0, 0);
    }

    @Test
    void productsWithZerosKnowTheProductOfTheOthers() {
        assertThat(slopes(x -> x.prod(), 2, 3, 4)).containsExactly(12, 8, 6);
        assertThat(slopes(x -> x.prod(), 2, 0, 4)).containsExactly(0, 8, 0);
        assertThat(slopes(x -> x.prod(), 2, 0, 0)).containsExactly(0, 0, 0);
        Tensor factors = Tensor.of(2.0, 0, 0, 5).asVariable();
        Tensor slope = factors.prod().differentiableGradients().of(factors).select(0, 1);
        assertThat(slope.gradients().of(factors).toDoubleArray()).containsExactly(0, 0, 10, 0);
        double[] manyWithOneZero = new double[100];
        java.util.Arrays.fill(manyWithOneZero, 1);
        manyWithOneZero[70] = 0;
        assertThat(Tensor.of(slopes(x -> x.prod(), manyWithOneZero)).sum().item())
                .isOne();
        assertThat(slopes(x -> x.prod(), manyWithOneZero)[70]).isOne();
    }

    @Test
    void reductionsOverNothing() {
        Tensor none = Tensor.zeros(DType.F64, Shape.of(2, 0));
        assertThat(none.sum(1).toDoubleArray()).containsExactly(0, 0);
        assertThat(none.prod(1).toDoubleArray()).containsExactly(1, 1);
        assertThat(none.norm(1).toDoubleArray()).containsExactly(0, 0);
        assertThat(none.max(0).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void comparisonsWithNaNAreFalseExceptNotEqual() {
        Tensor nan = Tensor.of(NAN);
        assertThat(nan.equal(nan).any()).isFalse();
        assertThat(nan.less(1).or(nan.lessOrEqual(1)).any()).isFalse();
        assertThat(nan.greater(1).or(nan.greaterOrEqual(1)).any()).isFalse();
        assertThat(nan.notEqual(nan).all()).isTrue();
        assertThat(Tensor.of(0.0).equal(Tensor.of(-0.0)).all()).isTrue();
    }

    @Test
    void whereTakesEachSideAsItIs() {
        Mask mask = Mask.of(Shape.of(3), true, false, true);
        assertThat(Tensor.where(mask, Tensor.of(NAN, NAN, -0.0), Tensor.of(1, INF, NAN))
                        .toDoubleArray())
                .containsExactly(NAN, INF, -0.0);
        assertThat(slopes(x -> Tensor.where(mask, x, x.mul(2)), 1, 1, 1)).containsExactly(1, 2, 1);
    }
}
