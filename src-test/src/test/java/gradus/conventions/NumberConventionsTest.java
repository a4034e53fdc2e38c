package gradus.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Axes;
import gradus.autodiff.Convolution;
import gradus.autodiff.CustomOp;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Gradients;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Lines of the last table of {@code docs/conventions.md} that are about numbers: NaN, nothing, what leaks. */
class NumberConventionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Test
    void comparisonsWithNaN() {
        Tensor nan = Tensor.of(NAN);
        assertThat(nan.equal(nan).any()).isFalse();
        assertThat(nan.less(1).any() || nan.lessOrEqual(1).any()).isFalse();
        assertThat(nan.greater(1).any() || nan.greaterOrEqual(1).any()).isFalse();
        assertThat(nan.notEqual(nan).all()).isTrue();
        assertThat(Tensor.of(0.0).equal(-0.0).all()).isTrue();
    }

    @Test
    void argMaxOfTiesAndNaN() {
        assertThat(Tensor.of(1.0, 3.0, 3.0).argMax(0).get(0)).isEqualTo(1);
        assertThat(Tensor.of(3.0, 1.0, 1.0).argMin(0).get(0)).isEqualTo(1);
        assertThat(Tensor.of(5.0, NAN, 9.0, NAN).argMax(0).get(0)).isEqualTo(1);
        assertThat(Tensor.of(5.0, NAN, 1.0, NAN).argMin(0).get(0)).isEqualTo(1);
        assertThat(Tensor.of(-0.0, 0.0).argMax(0).get(0)).isZero();
    }

    @Test
    void reductionsThatNeedAnElement() {
        Tensor none = Tensor.zeros(0);
        ImmutableList<UnaryOperator<Tensor>> reductions = Lists.immutable.with(
                x -> x.mean(),
                x -> x.variance(),
                x -> x.standardDeviation(),
                x -> x.max(),
                x -> x.min(),
                x -> x.logSumExp());
        assertThat(reductions)
                .allSatisfy(reduction ->
                        assertThatThrownBy(() -> reduction.apply(none)).isInstanceOf(ShapeException.class));
        assertThatThrownBy(() -> none.argMax(0)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> none.argMin(0)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.ones(1).variance(Axes.ALL, 1)).isInstanceOf(ShapeException.class);
    }

    @Test
    void reductionsToNothing() {
        Tensor noRows = Tensor.zeros(0, 3);
        assertThat(noRows.max(1).shape()).isEqualTo(Shape.of(0));
        assertThat(noRows.mean(1).shape()).isEqualTo(Shape.of(0));
        assertThat(noRows.logSumExp(1).shape()).isEqualTo(Shape.of(0));
        assertThat(noRows.argMax(1).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void innerDimensionZero() {
        Tensor a = Tensor.zeros(2, 0).asVariable();
        Tensor b = Tensor.zeros(0, 3).asVariable();
        Tensor y = a.matmul(b);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(y.toDoubleArray()).containsOnly(0);
        Gradients gradients = y.sum().gradients();
        assertThat(gradients.of(a).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(gradients.of(b).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void deviationOfEqualElements() {
        Tensor x = Tensor.of(0.1, 0.1, 0.1);
        assertThat(x.standardDeviation().item()).isZero();
        assertThat(Derivatives.hvp(z -> z.standardDeviation(), x, Tensor.of(0.0, 1, 2))
                        .toDoubleArray())
                .containsOnly(0);
    }

    @Test
    void productsKeepTheirRange() {
        Tensor x = Tensor.of(1e200, 1e200, 1e-200, 1e-200);
        assertThat(x.prod().item()).isCloseTo(1, within(1e-14));
        assertThat(Derivatives.grad(z -> z.prod(), x).get(0)).isCloseTo(1e-200, within(1e-214));
    }

    @Test
    void normIsFlatAtTheOriginToEveryOrder() {
        Tensor origin = Tensor.of(0.0, 0.0);
        assertThat(Derivatives.hessian(x -> x.norm(), origin).toDoubleArray()).containsOnly(0);
        assertThat(Derivatives.jacobian(x -> Derivatives.hessian(z -> z.norm(), x), origin)
                        .toDoubleArray())
                .containsOnly(0);
    }

    @Test
    void rowsNotTakenLeakNothing() {
        Mask firstRow = Mask.of(Shape.of(2, 1), true, false);
        ImmutableList<UnaryOperator<Tensor>> normalizations =
                Lists.immutable.with(x -> x.softmax(1), x -> x.logSoftmax(1));
        normalizations.forEach(normalization -> {
            Tensor x = Tensor.of(new double[][] {{0, 0}, {NAN, INF}}).asVariable();
            Tensor y =
                    Tensor.where(firstRow, normalization.apply(x), 0).square().sum();
            Tensor first = y.differentiableGradients().of(x);
            Tensor second = first.slice(1, 0, 1).sum().gradients().of(x);
            assertThat(first.select(0, 1).toDoubleArray()).containsOnly(0);
            assertThat(second.select(0, 1).toDoubleArray()).containsOnly(0);
        });
    }

    @Test
    void nothingLeaksAtAnyOrder() {
        Tensor derivative = Tensor.of(4.0, -1.0, 0.0, NAN).asVariable();
        Tensor x = derivative;
        Mask taken = Mask.of(Shape.of(4), true, false, false, false);
        Tensor y = Tensor.where(taken, x.sqrt().mul(x.log()).div(x), 0);
        for (int order = 1; order <= 4; order++) {
            derivative = y.sum().differentiableGradients().of(x);
            double[] slopes = derivative.toDoubleArray();
            assertThat(slopes[0]).isFinite().isNotZero();
            assertThat(Arrays.copyOfRange(slopes, 1, 4)).as("order %s", order).containsOnly(0);
            y = derivative;
        }
    }

    /** The square root with the rule that a textbook gives. */
    record PlainSqrt() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getOnly().sqrt();
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(y.reciprocal().mul(0.5));
        }
    }

    @Test
    void aPlainProductLeaks() {
        Tensor x = Tensor.of(4.0, -1.0, 0.0).asVariable();
        Mask taken = Mask.of(Shape.of(3), true, false, false);
        Tensor plain = Tensor.where(taken, new PlainSqrt().apply(x), 0).sum();
        assertThat(plain.gradients().of(x).toDoubleArray()).containsExactly(0.25, NAN, NAN);
        Tensor chained = Tensor.where(taken, x.sqrt(), 0).sum();
        assertThat(chained.gradients().of(x).toDoubleArray()).containsExactly(0.25, 0, 0);
    }

    @Test
    void matricesSpreadNaN() {
        Tensor a = Tensor.of(new double[][] {{1, 2}}).asVariable();
        Tensor b = Tensor.of(new double[][] {{NAN}, {1}});
        Tensor notTaken = Tensor.where(Mask.of(Shape.of(1, 1), false), a.matmul(b), 0);
        assertThat(notTaken.sum().gradients().of(a).toDoubleArray()).containsExactly(NAN, 0);
    }

    @Test
    void paddingIsMultiplied() {
        Tensor x = Tensor.of(1.0, 2).reshape(1, 1, 2);
        Tensor w = Tensor.of(INF, 1).reshape(1, 1, 2);
        Convolution plain = Convolution.valid();
        assertThat(x.convolve(w, plain).toDoubleArray()).containsExactly(INF);
        assertThat(x.convolve(w, plain.padding(1)).toDoubleArray()).containsExactly(NAN, INF, INF);
        assertThat(x.convolve(w, plain.inputDilation(2)).toDoubleArray()).containsExactly(INF, NAN);
        assertThat(x.convolveTransposed(w, plain.stride(2)).toDoubleArray()).containsExactly(INF, NAN, INF, NAN);
    }
}
