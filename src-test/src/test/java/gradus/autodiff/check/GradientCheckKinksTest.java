package gradus.autodiff.check;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck.Mismatch;
import gradus.autodiff.check.GradientCheck.Report;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

/** Kinks, edges of a domain and rough functions: what differences cannot tell is named. */
class GradientCheckKinksTest {
    private static Mismatch only(Report report) {
        assertThat(report.passed()).as("%s", report).isFalse();
        return report.mismatches().getOnly();
    }

    @Test
    void kinkIsNamed() {
        String kink = "the function has a kink here, its slopes on the two sides differ: choose another point";
        Mismatch relu = only(GradientCheck.of(Tensor::relu).at(Tensor.of(1, 0.0, -2)));
        assertThat(relu.element()).isEqualTo(IntLists.immutable.with(1));
        assertThat(relu.cause()).isEqualTo(kink);
        Mismatch elsewhere =
                only(GradientCheck.of((Tensor x) -> x.sub(3).relu()).at(Tensor.of(4, 3.0, -2)));
        assertThat(elsewhere.element()).isEqualTo(IntLists.immutable.with(1));
        assertThat(elsewhere.cause()).isEqualTo(kink);
        assertThat(only(GradientCheck.of((Tensor x) -> x.elu(0.5)).at(Tensor.of(1, 0.0)))
                        .cause())
                .isEqualTo(kink);
    }

    @Test
    void kinksNearbyDoNoHarm() {
        Tensor close = Tensor.of(1, 1e-4, -2, -1e-4);
        assertThat(GradientCheck.of(Tensor::relu).orders(3).at(close).passed()).isTrue();
        assertThat(GradientCheck.of(Tensor::abs).orders(3).at(close).passed()).isTrue();
    }

    @Test
    void edgesOfADomainNearbyDoNoHarm() {
        Tensor close = Tensor.of(1, 1e-4, 2, 1e-2);
        GradientCheck.of(Tensor::log).orders(3).at(close).requirePassed();
        GradientCheck.of(Tensor::sqrt).orders(3).at(close).requirePassed();
    }

    @Test
    void roughFunctionIsNamed() {
        // rounding to a grid of 1e-6 looks smooth from afar and is not
        Mismatch rough = only(GradientCheck.of((Tensor x) ->
                        x.add(x.mul(1e6).round().sub(x.mul(1e6)).mul(1e-6).detach()))
                .at(Tensor.of(1.0, 2.0)));
        assertThat(rough.cause()).startsWith("the differences do not settle (");
    }
}
