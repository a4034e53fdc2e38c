package gradus.autodiff;

import static gradus.autodiff.Derivatives.grad;
import static gradus.autodiff.Derivatives.hessian;
import static gradus.autodiff.Derivatives.hvp;
import static gradus.autodiff.Derivatives.jacobian;
import static gradus.autodiff.Derivatives.jvp;
import static gradus.autodiff.TensorAssertions.assertSame;

import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A branch that {@code where} did not take leaks no NaN and no infinity, in any kind of derivative,
 * to second order.
 */
class GuardedBranchesTest {
    /** At -1 and 0 outside or at the edge of the domain of each, and there replaced by 0. */
    enum Guarded {
        LOG(Tensor::log),
        SQRT(Tensor::sqrt),
        RECIPROCAL(Tensor::reciprocal),
        RSQRT(Tensor::rsqrt),
        POW(x -> x.pow(-1.5)),
        POW_OF_ITSELF(x -> x.pow(x)),
        QUOTIENT(x -> x.sin().div(x)),
        OVERFLOW(x -> x.mul(-1000).exp().mul(1e300).reciprocal().log());

        final UnaryOperator<Tensor> f;

        Guarded(UnaryOperator<Tensor> f) {
            this.f = f;
        }

        Tensor apply(Tensor x) {
            return Tensor.where(x.greater(0), f.apply(x), 0);
        }
    }

    private static final Tensor X = Tensor.of(-1.0, 0.0);
    private static final Tensor V = Tensor.of(2.0, -3.0);
    private static final Tensor ZEROS = Tensor.of(0.0, 0.0);

    @ParameterizedTest
    @EnumSource
    void everyDerivativeIsZero(Guarded guarded) {
        assertSame(grad(x -> guarded.apply(x).sum(), X).abs(), ZEROS);
        assertSame(jvp(guarded::apply, X, V).abs(), ZEROS);
        assertSame(hvp(x -> guarded.apply(x).sum(), X, V).abs(), ZEROS);
        Tensor square = Tensor.zeros(DType.F64, Shape.of(2, 2));
        assertSame(jacobian(guarded::apply, X).abs(), square);
        assertSame(hessian(x -> guarded.apply(x).sum(), X).abs(), square);
    }
}
