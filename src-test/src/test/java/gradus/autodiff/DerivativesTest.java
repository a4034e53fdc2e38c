package gradus.autodiff;

import static gradus.autodiff.Derivatives.grad;
import static gradus.autodiff.Derivatives.hessian;
import static gradus.autodiff.Derivatives.hvp;
import static gradus.autodiff.Derivatives.jacobian;
import static gradus.autodiff.Derivatives.jvp;
import static gradus.autodiff.Derivatives.valueAndGrad;
import static gradus.autodiff.Derivatives.vjp;
import static gradus.autodiff.TensorAssertions.assertNear;
import static gradus.autodiff.TensorAssertions.assertSame;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class DerivativesTest {
    private static final Function<Tensor, Tensor> SUM_OF_CUBES =
            x -> x.mul(x).mul(x).sum();

    @Test
    void gradientInTheShapeOfTheArgument() {
        Tensor x = normal(1, 2, 3);
        assertNear(grad(SUM_OF_CUBES, x), x.square().mul(3), 1e-14);
    }

    @Test
    void gradientsOfSeveralArguments() {
        Tensor a = normal(1, 3);
        Tensor b = normal(2, 3);
        ImmutableList<Tensor> gradients = grad(x -> x.get(0).dot(x.get(1)), Lists.immutable.with(a, b));
        assertSame(gradients.get(0), b);
        assertSame(gradients.get(1), a);
    }

    @Test
    void sameTensorTwiceIsTwoArguments() {
        Tensor a = Tensor.variable(3.0);
        var gradients = grad(x -> x.get(0).mul(x.get(1).square()), Lists.immutable.with(a, a));
        assertThat(gradients.collect(Tensor::item)).containsExactly(9.0, 18.0);
    }

    @Test
    void valueComesWithTheGradient() {
        var both = valueAndGrad(x -> x.exp().sum(), Tensor.of(0.0, 1.0));
        assertThat(both.value().item()).isEqualTo(1 + Tensor.scalar(1.0).exp().item());
        assertSame(both.gradient(), Tensor.of(0.0, 1.0).exp());
        assertThat(both.value().isTracked()).isFalse();
        assertThat(both.gradient().isTracked()).isFalse();
    }

    @Test
    void gradOfGradOfGrad() {
        Function<Tensor, Tensor> f = x -> x.pow(5);
        Tensor x = Tensor.scalar(2.0);
        assertThat(grad(grad(f)).apply(x).item()).isEqualTo(20 * 8.0);
        assertThat(grad(grad(grad(f))).apply(x).item()).isEqualTo(60 * 4.0);
        assertThat(grad(grad(grad(grad(grad(grad(f)))))).apply(x).item()).isZero();
    }

    @Test
    void ignoredArgumentsGiveZeros() {
        Tensor x = normal(1, 2, 2);
        Function<Tensor, Tensor> constant = ignored -> Tensor.scalar(7.0);
        Tensor zeros = Tensor.zeros(DType.F64, Shape.of(2, 2));
        assertSame(grad(constant, x), zeros);
        assertSame(vjp(constant, x, Tensor.scalar(1.0)), zeros);
        assertSame(jvp(constant, x, x), Tensor.scalar(0.0));
        assertSame(hvp(constant, x, x), zeros);
        assertSame(jacobian(constant, x), zeros);
        assertSame(hessian(constant, x), Tensor.zeros(DType.F64, Shape.of(2, 2, 2, 2)));
        assertSame(hvp(Tensor::sum, x, x), zeros);
        var second = grad(two -> two.get(0).sum(), Lists.immutable.with(x, x)).get(1);
        assertSame(second, zeros);
    }

    @Test
    void identityHasTheIdentityAsJacobian() {
        Tensor x = normal(1, 3);
        assertSame(jacobian(y -> y, x), Tensor.eye(DType.F64, 3));
        assertSame(jvp(y -> y, x, x), x);
        assertSame(vjp(y -> y, x, x), x);
    }

    @Test
    void jacobianHasResultShapeThenArgumentShape() {
        Tensor a = normal(1, 2, 3);
        Tensor x = normal(2, 3, 4);
        Tensor jacobian = jacobian(y -> a.matmul(y), x);
        assertThat(jacobian.shape()).isEqualTo(Shape.of(2, 4, 3, 4));
        // y[i, j] = sum over k of a[i, k] x[k, j]
        Tensor expected = a.einsum("ik,jl->ijkl", Tensor.eye(DType.F64, 4));
        assertNear(jacobian, expected, 1e-15);
    }

    @Test
    void jacobiansOfSeveralArguments() {
        Tensor a = normal(1, 2);
        Tensor b = normal(2, 3);
        var jacobians = jacobian(x -> x.get(0).outer(x.get(1)), Lists.immutable.with(a, b));
        assertNear(jacobians.get(0), Tensor.eye(DType.F64, 2).einsum("ik,j->ijk", b), 0);
        assertNear(jacobians.get(1), a.einsum("i,jk->ijk", Tensor.eye(DType.F64, 3)), 0);
    }

    @Test
    void jacobianOfNothing() {
        Tensor x = normal(1, 3);
        assertThat(jacobian(y -> y.slice(0, 0, 0), x).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(jacobian(y -> y.sum(), Tensor.zeros(DType.F64, Shape.of(0))).shape())
                .isEqualTo(Shape.of(0));
    }

    @Test
    void hessianOfQuadraticFormIsAPlusItsTranspose() {
        Tensor a = normal(1, 4, 4);
        Tensor x = normal(2, 4);
        Function<Tensor, Tensor> form = y -> y.matmul(a).dot(y);
        Tensor sum = a.add(a.transpose());
        assertNear(hessian(form, x), sum, 1e-14);
        Tensor v = normal(3, 4);
        assertNear(hvp(form, x, v), sum.matmul(v), 1e-14);
    }

    @Test
    void hessianBlocksOfSeveralArguments() {
        Tensor a = normal(1, 2, 3);
        Tensor x = normal(2, 2);
        Tensor y = normal(3, 3);
        var blocks = hessian(p -> p.get(0).matmul(a).dot(p.get(1)), Lists.immutable.with(x, y));
        assertNear(blocks.get(0).get(0), Tensor.zeros(DType.F64, Shape.of(2, 2)), 0);
        assertNear(blocks.get(0).get(1), a, 1e-15);
        assertNear(blocks.get(1).get(0), a.transpose(), 1e-15);
        assertNear(blocks.get(1).get(1), Tensor.zeros(DType.F64, Shape.of(3, 3)), 0);
        var products =
                hvp(p -> p.get(0).matmul(a).dot(p.get(1)), Lists.immutable.with(x, y), Lists.immutable.with(x, y));
        assertNear(products.get(0), a.matmul(y), 1e-15);
        assertNear(products.get(1), x.matmul(a), 1e-15);
    }

    @Test
    void jvpOfSeveralArgumentsAddsUp() {
        Tensor a = normal(1, 3);
        Tensor b = normal(2, 3);
        Tensor da = normal(3, 3);
        Tensor db = normal(4, 3);
        Tensor tangent = jvp(x -> x.get(0).mul(x.get(1)), Lists.immutable.with(a, b), Lists.immutable.with(da, db));
        assertNear(tangent, da.mul(b).add(a.mul(db)), 1e-15);
    }

    @Test
    void thirdDerivativesByMixedForms() {
        Tensor x = Tensor.scalar(0.7);
        Tensor one = Tensor.scalar(1.0);
        double expected = -StrictMath.cos(0.7);
        Function<Tensor, Tensor> f = Tensor::sin;
        assertThat(grad(y -> jvp(grad(f), y, one), x).item()).isEqualTo(expected);
        assertThat(jvp(y -> jvp(z -> jvp(f, z, one), y, one), x, one).item()).isEqualTo(expected);
        assertThat(grad(y -> hvp(f, y, one), x).item()).isEqualTo(expected);
        assertThat(jacobian(y -> hessian(f, y), x).item()).isEqualTo(expected);
        assertThat(hessian(y -> jvp(f, y, one), x).item()).isEqualTo(expected);
        assertThat(vjp(y -> jacobian(grad(f), y), x, one).item()).isEqualTo(expected);
        assertThat(hvp(y -> vjp(f, y, one), x, one).item()).isEqualTo(expected);
    }

    @Test
    void jvpIsDifferentiableInItsTangent() {
        Tensor x = normal(1, 3);
        Tensor v = normal(2, 3);
        // jvp = 2 x v elementwise, so its gradient with respect to v is 2 x
        assertNear(grad(w -> jvp(Tensor::square, x, w).sum(), v), x.mul(2), 1e-15);
        assertNear(grad(w -> vjp(Tensor::square, x, w).sum(), v), x.mul(2), 1e-15);
        assertNear(grad(w -> hvp(SUM_OF_CUBES, x, w).sum(), v), x.mul(6), 1e-15);
    }

    @Test
    void derivativesReachVariablesBehindThePoint() {
        Tensor w = Tensor.variable(2.0);
        Tensor slope = grad(Tensor::square, w.mul(3));
        assertThat(slope.item()).isEqualTo(12);
        assertThat(slope.gradients().of(w).item()).isEqualTo(6);
    }

    @Test
    void derivativesReachCapturedVariables() {
        Tensor w = Tensor.variable(2.0);
        var both = valueAndGrad(x -> x.square().mul(w), Tensor.scalar(5.0));
        assertThat(both.gradient().gradients().of(w).item()).isEqualTo(10);
        assertThat(both.value().gradients().of(w).item()).isEqualTo(25);
        Parameter parameter = Parameter.of("w", Tensor.scalar(2.0));
        Tensor slope = grad(x -> x.square().mul(parameter.value()), Tensor.scalar(5.0));
        assertThat(slope.gradients().of(parameter).item()).isEqualTo(10);
    }

    @Test
    void constantsStayConstant() {
        Tensor x = normal(1, 3);
        assertThat(grad(SUM_OF_CUBES, x).isTracked()).isFalse();
        assertThat(jvp(Tensor::exp, x, x).isTracked()).isFalse();
        assertThat(vjp(Tensor::exp, x, x).isTracked()).isFalse();
        assertThat(jacobian(Tensor::exp, x).isTracked()).isFalse();
        assertThat(hessian(SUM_OF_CUBES, x).isTracked()).isFalse();
        assertThat(hvp(SUM_OF_CUBES, x, x).isTracked()).isFalse();
    }

    @Test
    void derivativesOfASweepInsideTheFunction() {
        // A function may differentiate by itself, too.
        Tensor slope = grad(
                x -> {
                    Tensor y = x.mul(2);
                    return Tensor.scalar(1.0)
                            .mul(grad(z -> z.square().mul(z), y))
                            .add(x);
                },
                Tensor.scalar(4.0));
        // d/dx (3 (2x)² + x) = 24x + 1
        assertThat(slope.item()).isEqualTo(97);
    }

    @Test
    void mistakesAreNamed() {
        Tensor x = normal(1, 3);
        assertThatThrownBy(() -> grad(Tensor::exp, x))
                .isInstanceOf(GradientException.class)
                .hasMessage("grad: needs a function that gives a single number, got F64[3]; "
                        + "reduce it (sum, mean), or use vjp or jacobian");
        assertThatThrownBy(() -> hessian(Tensor::exp, x)).hasMessageStartingWith("hessian: needs a function that");
        assertThatThrownBy(() -> hvp(Tensor::exp, x, x)).hasMessageStartingWith("hvp: needs a function that");
        assertThatThrownBy(() -> vjp(Tensor::exp, x, normal(1, 4)))
                .isInstanceOf(GradientException.class)
                .hasMessage("vjp: needs a cotangent F64[3], got F64[4]");
        assertThatThrownBy(() -> jvp(Tensor::exp, x, x.to(DType.F32)))
                .isInstanceOf(GradientException.class)
                .hasMessage("jvp: needs a direction F64[3], got F32[3]; convert it with to(DType.F64)");
        assertThatThrownBy(() -> hvp(y -> y.get(0).sum(), Lists.immutable.with(x), Lists.immutable.with(x, x)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("hvp: needs one direction for each of 1 argument, got 2");
        assertThatThrownBy(() -> grad(y -> x, Lists.immutable.empty()))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("derivatives: needs at least one argument, got none");
    }

    /** Doubles its input and counts how often it is asked for the rule. */
    private record Counting(int[] asked) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getFirst().mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            asked[0]++;
            return g.mul(2);
        }
    }

    @Test
    void onlyWhatLeadsToAnArgumentIsVisited() {
        Counting onTheWay = new Counting(new int[1]);
        Counting elsewhere = new Counting(new int[1]);
        Tensor outer = Tensor.variable(3.0);
        Tensor slope = Derivatives.grad(x -> onTheWay.apply(x).mul(elsewhere.apply(outer.exp())), Tensor.scalar(5.0));
        assertThat(slope.item()).isEqualTo(4 * outer.exp().item());
        assertThat(onTheWay.asked()[0]).isEqualTo(1);
        assertThat(elsewhere.asked()[0]).isZero();
    }
}
