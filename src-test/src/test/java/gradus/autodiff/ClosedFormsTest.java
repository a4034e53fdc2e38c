package gradus.autodiff;

import static gradus.autodiff.Derivatives.grad;
import static gradus.autodiff.Derivatives.hessian;
import static gradus.autodiff.Derivatives.jacobian;
import static gradus.autodiff.Derivatives.jvp;
import static gradus.autodiff.Derivatives.vjp;
import static gradus.autodiff.TensorAssertions.assertNear;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/**
 * Derivatives that textbooks give in closed form. Matrix identities after Petersen and Pedersen,
 * The Matrix Cookbook (2012).
 */
class ClosedFormsTest {
    private static final Tensor A = normal(1, 3, 4);
    private static final Tensor B = normal(2, 5, 3);
    private static final Tensor SQUARE = normal(3, 4, 4);
    private static final Tensor X = normal(4, 4);
    private static final Tensor MATRIX = normal(5, 4, 5);

    private static Tensor diagonal(Tensor vector) {
        return Tensor.eye(DType.F64, vector.shape().size()).mul(vector);
    }

    private static Tensor trace(Tensor square) {
        return square.mul(Tensor.eye(DType.F64, square.shape().dim(0))).sum();
    }

    private static Tensor eye(int size) {
        return Tensor.eye(DType.F64, size);
    }

    // Probability

    @Test
    void softmaxHasTheJacobianDiagYMinusYYTransposed() {
        Tensor y = X.softmax(0);
        assertNear(jacobian(x -> x.softmax(0), X), diagonal(y).sub(y.outer(y)), 1e-15);
    }

    @Test
    void logSoftmaxHasTheJacobianIdentityMinusRowsOfY() {
        Tensor expected = eye(4).sub(X.softmax(0).expandDims(0).broadcastTo(4, 4));
        assertNear(jacobian(x -> x.logSoftmax(0), X), expected, 1e-15);
    }

    @Test
    void crossEntropyOfLogitsHasTheGradientYMinusOneHot() {
        Indices labels = Indices.of(2, 0, 4, 4);
        Tensor logits = MATRIX.mul(3);
        Tensor expected = logits.softmax(-1).sub(labels.oneHot(5, DType.F64));
        Tensor oneHot = labels.oneHot(5, DType.F64);
        assertNear(grad(x -> x.crossEntropy(labels).sum(), logits), expected, 1e-15);
        assertNear(grad(x -> x.crossEntropy(oneHot).sum(), logits), expected, 1e-15);
    }

    @Test
    void crossEntropyOfProbabilitiesHasTheGradientMinusOneOverTheProbabilityOfTheClass() {
        Tensor y = Tensor.of(0.2, 0.5, 0.3);
        assertNear(grad(p -> p.log().neg().select(0, 1), y), Tensor.of(0, -2.0, 0), 1e-15);
    }

    @Test
    void crossEntropyHasTheHessianDiagYMinusYYTransposed() {
        Tensor y = X.softmax(0);
        Tensor expected = diagonal(y).sub(y.outer(y));
        Tensor actual = hessian(x -> x.expandDims(0).crossEntropy(Indices.of(1)).sum(), X);
        assertNear(actual, expected, 1e-15);
        assertNear(hessian(Tensor::logSumExp, X), expected, 1e-15);
    }

    @Test
    void logSumExpHasTheSoftmaxAsGradient() {
        assertNear(grad(Tensor::logSumExp, X), X.softmax(0), 1e-15);
    }

    @Test
    void binaryCrossEntropyOfLogitsHasTheGradientSigmoidMinusTarget() {
        Tensor targets = Tensor.of(0.0, 1.0, 0.25, 1.0);
        assertNear(
                grad(x -> x.binaryCrossEntropy(targets).sum(), X), X.sigmoid().sub(targets), 1e-15);
    }

    // Matrix calculus

    @Test
    void traceOfAProduct() {
        // d tr(B A X) / dX = (B A)ᵀ for B [5, 3], A [3, 4], X [4, 5]
        assertNear(grad(x -> trace(B.matmul(A).matmul(x)), MATRIX), B.matmul(A).transpose(), 1e-14);
        // d tr(A X B) / dX = Aᵀ Bᵀ
        assertNear(
                grad(x -> trace(A.matmul(x).matmul(B)), MATRIX), A.transpose().matmul(B.transpose()), 1e-14);
    }

    @Test
    void traceOfAQuadraticForm() {
        // d tr(Xᵀ S X) / dX = (S + Sᵀ) X
        Tensor expected = SQUARE.add(SQUARE.transpose()).matmul(MATRIX);
        assertNear(grad(x -> trace(x.transposedMatmul(SQUARE.matmul(x))), MATRIX), expected, 1e-14);
    }

    @Test
    void squaredResidual() {
        // d |A x - b|² / dx = 2 Aᵀ (A x - b), with the Hessian 2 Aᵀ A
        Tensor b = normal(9, 3);
        Function<Tensor, Tensor> f = x -> A.matmul(x).sub(b).square().sum();
        assertNear(grad(f, X), A.transpose().matmul(A.matmul(X).sub(b)).mul(2), 1e-14);
        assertNear(hessian(f, X), A.transposedMatmul(A).mul(2), 1e-14);
    }

    @Test
    void quadraticForm() {
        // d xᵀ S x / dx = (S + Sᵀ) x
        Function<Tensor, Tensor> f = x -> x.dot(SQUARE.matmul(x));
        Tensor both = SQUARE.add(SQUARE.transpose());
        assertNear(grad(f, X), both.matmul(X), 1e-14);
        assertNear(hessian(f, X), both, 1e-14);
        // and with respect to S: x xᵀ
        assertNear(grad(s -> X.dot(s.matmul(X)), SQUARE), X.outer(X), 1e-14);
    }

    @Test
    void bilinearForm() {
        // d aᵀ X b / dX = a bᵀ
        Tensor b = normal(8, 5);
        assertNear(grad(x -> X.dot(x.matmul(b)), MATRIX), X.outer(b), 1e-14);
    }

    @Test
    void norms() {
        Tensor norm = X.norm();
        Tensor unit = X.div(norm);
        assertNear(grad(Tensor::norm, X), unit, 1e-15);
        // the Hessian of |x| is (I - u uᵀ) / |x|
        assertNear(hessian(Tensor::norm, X), eye(4).sub(unit.outer(unit)).div(norm), 1e-14);
        // the Frobenius norm squared has the gradient 2 X
        assertNear(grad(x -> x.norm().square(), MATRIX), MATRIX.mul(2), 1e-14);
    }

    @Test
    void product() {
        Tensor x = Tensor.of(2.0, 3.0, 5.0);
        assertNear(grad(Tensor::prod, x), Tensor.of(15.0, 10.0, 6.0), 0);
        assertNear(hessian(Tensor::prod, x), Tensor.of(new double[][] {{0, 5, 3}, {5, 0, 2}, {3, 2, 0}}), 0);
        assertNear(grad(Tensor::prod, Tensor.of(0.0, 3.0, 5.0)), Tensor.of(15.0, 0.0, 0.0), 0);
    }

    @Test
    void variance() {
        // d var(x) / dx = 2 (x - mean) / n, with the Hessian 2 (I - 1/n) / n
        assertNear(grad(Tensor::variance, X), X.sub(X.mean()).mul(2.0 / 4), 1e-15);
        assertNear(hessian(Tensor::variance, X), eye(4).sub(0.25).mul(2.0 / 4), 1e-15);
    }

    @Test
    void determinantByCofactors() {
        // d det X / dX = det(X) X⁻ᵀ, here from the explicit 2 x 2 determinant
        Tensor x = Tensor.of(new double[][] {{2, 3}, {5, 11}});
        Tensor cofactors = Tensor.of(new double[][] {{11, -5}, {-3, 2}});
        Function<Tensor, Tensor> determinant = m -> m.select(0, 0)
                .select(0, 0)
                .mul(m.select(0, 1).select(0, 1))
                .sub(m.select(0, 0).select(0, 1).mul(m.select(0, 1).select(0, 0)));
        assertNear(grad(determinant, x), cofactors, 0);
    }

    @Test
    void leastSquaresByTheNormalEquations() {
        // At the solution of Aᵀ A x = Aᵀ b the gradient of |A x - b|² vanishes: a line through three points
        Tensor a = Tensor.of(new double[][] {{1, 0}, {1, 1}, {1, 2}});
        Tensor b = Tensor.of(6.0, 0.0, 0.0);
        assertNear(grad(x -> a.matmul(x).sub(b).square().sum(), Tensor.of(5.0, -3.0)), Tensor.of(0.0, 0.0), 0);
    }

    // Jacobians

    @Test
    void jvpAndVjpAreAdjoint() {
        // <u, J v> = <Jᵀ u, v>
        Function<ImmutableList<Tensor>, Tensor> f =
                x -> x.get(0).matmul(x.get(1)).softmax(-1).mul(x.get(1).mean()).gelu();
        ImmutableList<Tensor> x = Lists.immutable.with(A, MATRIX);
        ImmutableList<Tensor> v = Lists.immutable.with(normal(11, 3, 4), normal(12, 4, 5));
        Tensor u = normal(13, 3, 5);
        double left = u.mul(jvp(f, x, v)).sum().item();
        double right = vjp(f, x, u)
                .zip(v)
                .sumOfDouble(pair -> pair.getOne().mul(pair.getTwo()).sum().item());
        assertThat(left).isCloseTo(right, within(1e-14));
        assertThat(Math.abs(left)).isGreaterThan(1e-3);
    }

    @Test
    void jacobianTimesVectorIsTheJvp() {
        Function<Tensor, Tensor> f = x -> SQUARE.matmul(x.sin()).softplus();
        Tensor v = normal(14, 4);
        Tensor jacobian = jacobian(f, X);
        assertNear(jvp(f, X, v), jacobian.matmul(v), 1e-14);
        assertNear(vjp(f, X, v), v.matmul(jacobian), 1e-14);
    }

    @Test
    void chainRuleMultipliesJacobians() {
        Function<Tensor, Tensor> inner = x -> SQUARE.matmul(x).tanh();
        Function<Tensor, Tensor> outer = y -> A.matmul(y.square());
        Tensor expected = jacobian(outer, inner.apply(X)).matmul(jacobian(inner, X));
        assertNear(jacobian(x -> outer.apply(inner.apply(x)), X), expected, 1e-14);
    }

    @Test
    void hessianOfRosenbrock() {
        // f = (1 - a)² + 100 (b - a²)², with its minimum at (1, 1)
        Function<Tensor, Tensor> f = x -> {
            Tensor a = x.select(0, 0);
            Tensor b = x.select(0, 1);
            return a.neg().add(1).square().add(b.sub(a.square()).square().mul(100));
        };
        assertNear(grad(f, Tensor.of(1.0, 1.0)), Tensor.of(0.0, 0.0), 0);
        assertNear(hessian(f, Tensor.of(1.0, 1.0)), Tensor.of(new double[][] {{802, -400}, {-400, 200}}), 0);
    }
}
