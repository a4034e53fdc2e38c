package gradus.autodiff;

import static gradus.autodiff.Derivatives.grad;
import static gradus.autodiff.Derivatives.jvp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Nested derivatives in which an implementation that does not keep its variables apart gives a
 * wrong number without a word. Siskind and Pearlmutter, "Perturbation confusion and referential
 * transparency", IFL 2005; Manzyuk, Pearlmutter, Radul, Rush and Siskind, "Perturbation confusion
 * in forward automatic differentiation of higher-order functions", Journal of Functional
 * Programming 29 (2019).
 */
class PerturbationConfusionTest {
    private static final Tensor ONE = Tensor.scalar(1.0);

    /** The derivative of a function of one number, in reverse and in forward manner. */
    private enum Way {
        REVERSE {
            @Override
            Tensor derivative(Function<Tensor, Tensor> f, Tensor x) {
                return grad(f, x);
            }
        },
        FORWARD {
            @Override
            Tensor derivative(Function<Tensor, Tensor> f, Tensor x) {
                return jvp(f, x, ONE);
            }
        };

        abstract Tensor derivative(Function<Tensor, Tensor> f, Tensor x);
    }

    @Test
    void innerDerivativeOfASum() {
        // d/dx (x d/dy (x + y)) = d/dx x = 1; confused: 2
        for (Way outer : Way.values()) {
            for (Way inner : Way.values()) {
                Tensor slope = outer.derivative(x -> x.mul(inner.derivative(y -> x.add(y), ONE)), ONE);
                assertThat(slope.item()).as("%s over %s", outer, inner).isEqualTo(1);
            }
        }
    }

    @Test
    void innerDerivativeOfASumAtTheSamePoint() {
        for (Way outer : Way.values()) {
            for (Way inner : Way.values()) {
                Tensor slope = outer.derivative(x -> x.mul(inner.derivative(y -> x.add(y), x)), ONE);
                assertThat(slope.item()).as("%s over %s", outer, inner).isEqualTo(1);
            }
        }
    }

    @Test
    void innerDerivativeOfAProductAtTheSamePoint() {
        // d/dx (x d/dy (x y²) at y = x) = d/dx (2 x³) = 6 x²
        for (Way outer : Way.values()) {
            for (Way inner : Way.values()) {
                Tensor slope =
                        outer.derivative(x -> x.mul(inner.derivative(y -> x.mul(y.square()), x)), Tensor.scalar(3.0));
                assertThat(slope.item()).as("%s over %s", outer, inner).isEqualTo(54);
            }
        }
    }

    @Test
    void threeLevels() {
        // f(x) = x d/dy (y² d/dz (x y z³)) at z = y, at y = x: inner 3 x y³, middle d/dy (3 x y⁵) = 15 x y⁴, so f = 15
        // x⁶, f' = 90 x⁵
        for (Way way : Way.values()) {
            Tensor slope = way.derivative(
                    x -> x.mul(way.derivative(
                            y -> y.square()
                                    .mul(way.derivative(
                                            z -> x.mul(y).mul(z.mul(z).mul(z)), y)),
                            x)),
                    Tensor.scalar(2.0));
            assertThat(slope.item()).as("%s", way).isEqualTo(90 * 32);
        }
    }

    @Test
    void derivativeOfACurriedFunctionAppliedTwice() {
        // Manzyuk et al.: s(u)(f)(x) = f(x + u); D = d/du s(u) at 0 maps f to its derivative, so D(D(exp)) is the
        // second
        // derivative of exp. Reusing one tag for both uses of D gives 0.
        for (Way way : Way.values()) {
            Function<Function<Tensor, Tensor>, Function<Tensor, Tensor>> d =
                    f -> x -> way.derivative(u -> f.apply(x.add(u)), Tensor.scalar(0.0));
            assertThat(d.apply(d.apply(Tensor::exp)).apply(ONE).item())
                    .as("%s", way)
                    .isEqualTo(ONE.exp().item());
        }
    }

    @Test
    void closureThatEscapesFromAnInnerDerivative() {
        // d/dx (x * g(x)) where g, made inside another derivative, has captured that derivative's variable
        Tensor slope = grad(
                x -> {
                    Tensor[] escaped = new Tensor[1];
                    Tensor inner = grad(
                            y -> {
                                escaped[0] = y;
                                return y.square();
                            },
                            x);
                    // x * y * y' with y = x the number: d/dx (2 x³) = 6 x²
                    return x.mul(escaped[0]).mul(inner);
                },
                Tensor.scalar(3.0));
        assertThat(slope.item()).isEqualTo(54);
    }
}
