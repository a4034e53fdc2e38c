package gradus.autodiff.check;

import static gradus.autodiff.TensorAssertions.normal;
import static gradus.autodiff.TensorAssertions.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.autodiff.check.GradientCheck.Mismatch;
import gradus.autodiff.check.GradientCheck.Report;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    private static final Tensor VECTOR = normal(3, 5);

    private static Mismatch only(Report report) {
        assertThat(report.passed()).as("%s", report).isFalse();
        return report.mismatches().getOnly();
    }

    @Test
    void rightOperatorPassesToTheThirdOrder() {
        Report report = GradientCheck.of(new PlantedRules.Cube()).orders(3).at(normal(1, 2, 3));
        assertThat(report.passed()).as("%s", report).isTrue();
        assertThat(report.worstErrors().size()).isEqualTo(3);
        assertThat(report.worstError(1)).isLessThan(1e-10);
        assertThat(report.worstError(2)).isLessThan(1e-10);
        assertThat(report.worstError(3)).isLessThan(1e-10);
        assertThat(report.requirePassed()).isSameAs(report);
    }

    @Test
    void readsWell() {
        Report report = GradientCheck.of(new PlantedRules.ScaledSquare(1.0005)).at(Tensor.of(3.0, 1.0));
        assertThat(report.toString())
                .matches("(?s)gradient check of scaledSquare: failed\n"
                        + "  order 1: worst relative error 5\\.0e-04, allowed 1e-07\n"
                        + "  order 1, input 0, element \\[0\\]: analytic -12\\.8392\\d*, numeric -12\\.8328\\d*"
                        + " \\(relative error "
                        + "5\\.0e-04, allowed 1e-07\\); every element looked at is off by the factor 1\\.00050");
        assertThatThrownBy(report::requirePassed)
                .isInstanceOf(GradientException.class)
                .hasMessageStartingWith(
                        "gradientCheck of scaledSquare: needs derivatives that agree with differences, got "
                                + "order 1, input 0, element [0]: analytic -12.8392")
                .hasMessageNotContaining("\n");
        assertThat(GradientCheck.of(Tensor::sin)
                        .named("sine")
                        .orders(2)
                        .at(VECTOR)
                        .toString())
                .matches("gradient check of sine: passed\n"
                        + "  order 1: worst relative error \\S+, allowed 1e-07\n"
                        + "  order 2: worst relative error \\S+, allowed 1e-06");
    }

    @Test
    void wrongFactorIsCaught() {
        Mismatch mismatch =
                only(GradientCheck.of(new PlantedRules.ScaledSquare(1.0005)).at(VECTOR));
        assertThat(mismatch.order()).isEqualTo(1);
        assertThat(mismatch.relativeError()).isBetween(4.9e-4, 5.1e-4);
        assertThat(mismatch.cause()).isEqualTo("every element looked at is off by the factor 1.00050");
        Mismatch sign = only(GradientCheck.of(new PlantedRules.ScaledSquare(-1)).at(VECTOR));
        assertThat(sign.cause()).isEqualTo("every element looked at is off by the factor -1.00000");
    }

    @Test
    void factorBelowTheToleranceIsNotCaught() {
        PlantedRules.ScaledSquare slightly = new PlantedRules.ScaledSquare(1 + 1e-9);
        assertThat(GradientCheck.of(slightly).at(VECTOR).passed()).isTrue();
        assertThat(GradientCheck.of(slightly).tolerance(1e-10).at(VECTOR).passed())
                .isFalse();
    }

    @Test
    void oneWrongElementIsFound() {
        Mismatch mismatch =
                only(GradientCheck.of(new PlantedRules.OneElementOff(777, 1.5)).at(uniform(1, 1, 2, 1000)));
        assertThat(mismatch.element()).isEqualTo(IntLists.immutable.with(777));
        assertThat(mismatch.analytic() / mismatch.numeric()).isBetween(1.499999, 1.500001);
        assertThat(mismatch.cause())
                .isEqualTo("1 of 31 elements looked at disagree; a vjp between this input and the result is wrong");
    }

    @Test
    void cotangentDiffersFromAPointOfTheSameSeed() {
        // right where cotangent and input are equal
        GradientCheck check = GradientCheck.of(new PlantedRules.CotangentForInput());
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(check.seed(seed).at(normal(seed, 5)).passed()).isFalse();
        }
    }

    @Test
    void everyElementFindsWhatAveragesOut() {
        PlantedRules.OneElementOff slightly = new PlantedRules.OneElementOff(777, 1 + 2e-6);
        Tensor x = uniform(1, 1, 2, 1000);
        assertThat(GradientCheck.of(slightly).at(x).passed()).isTrue();
        Mismatch mismatch = only(GradientCheck.of(slightly).everyElement().at(x));
        assertThat(mismatch.element()).isEqualTo(IntLists.immutable.with(777));
    }

    @Test
    void missingSumOverABroadcastAxisIsCaught() {
        Tensor x = normal(1, 4, 3);
        Tensor bias = normal(2, 3);
        Mismatch mismatch =
                only(GradientCheck.of(new PlantedRules.AddBiasFirstRowOnly()).at(x, bias));
        assertThat(mismatch.input()).isEqualTo(1);
        assertThat(mismatch.cause())
                .isEqualTo("3 of 3 elements looked at disagree; a vjp between this input and the result is wrong");
        Mismatch shape =
                only(GradientCheck.of(new PlantedRules.AddBiasWithoutSum()).at(x, bias));
        assertThat(shape.cause())
                .isEqualTo("an operator's rule breaks its contract: vjp of addBiasWithoutSum: needs a cotangent F64[3] "
                        + "for input 1, got F64[4, 3]; the rule returns the cotangent of one input, in its shape");
    }

    @Test
    void exchangedInputsAreCaught() {
        Report report = GradientCheck.of(new PlantedRules.Exchanged()).at(normal(1, 3), normal(2, 3));
        assertThat(report.mismatches().collect(Mismatch::input)).containsExactly(0, 1);
        assertThat(report.mismatches().get(0).cause())
                .isEqualTo("it is the derivative with respect to input 1: are two inputs exchanged?");
        assertThat(report.mismatches().get(1).cause())
                .isEqualTo("it is the derivative with respect to input 0: are two inputs exchanged?");
    }

    @Test
    void wrongOnlyAtSecondOrderIsCaught() {
        GradientCheck detached = GradientCheck.of(new PlantedRules.DetachedExp());
        assertThat(detached.at(VECTOR).passed()).isTrue();
        Mismatch mismatch = only(detached.orders(2).at(VECTOR));
        assertThat(mismatch.order()).isEqualTo(2);
        assertThat(mismatch.input()).isZero();
        assertThat(mismatch.analytic()).isZero();
        assertThat(mismatch.cause())
                .isEqualTo("no derivative arrives: does a rule or the function use detached tensors or plain Java"
                        + " numbers?");

        GradientCheck factor = GradientCheck.of(new PlantedRules.SecondOrderOff(1.0005));
        assertThat(factor.at(VECTOR).passed()).isTrue();
        Report report = factor.orders(3).at(VECTOR);
        assertThat(only(report).order()).isEqualTo(2);
        assertThat(only(report).relativeError()).isBetween(4.9e-4, 5.1e-4);
        assertThat(report.worstErrors().size()).as("orders reached").isEqualTo(2);
    }

    @Test
    void secondOrderWithRespectToTheCotangentIsChecked() {
        GradientCheck check = GradientCheck.of(new PlantedRules.DetachedCotangent());
        assertThat(check.at(VECTOR).passed()).isTrue();
        Report report = check.orders(2).at(VECTOR);
        assertThat(only(report).order()).isEqualTo(2);
        assertThat(only(report).input()).isEqualTo(1);
        assertThat(report.toString()).contains("order 2, the cotangent, element [");
    }

    @Test
    void cotangentsAreNeverAllOnes() {
        assertThat(GradientCheck.of(new PlantedRules.OnesOnly()).at(VECTOR).passed())
                .isFalse();
    }

    @Test
    void zeroGradientIsCaught() {
        Mismatch mismatch = only(GradientCheck.of(new PlantedRules.NoGradient()).at(VECTOR));
        assertThat(mismatch.analytic()).isZero();
        assertThat(mismatch.cause()).startsWith("no derivative arrives");
        assertThat(only(GradientCheck.of((Tensor x) -> x.detach().exp()).at(VECTOR))
                        .cause())
                .startsWith("no derivative arrives");
    }

    @Test
    void infiniteRuleIsCaught() {
        Mismatch mismatch =
                only(GradientCheck.of(new PlantedRules.InfiniteRule()).at(VECTOR));
        assertThat(mismatch.cause()).isEqualTo("the rule gives infinity or NaN where the function is finite");
    }

    @Test
    void randomFunctionIsRefused() {
        AtomicInteger calls = new AtomicInteger();
        Report report =
                GradientCheck.of((Tensor x) -> x.mul(calls.incrementAndGet())).at(VECTOR);
        assertThat(only(report).order()).isZero();
        assertThat(report.toString())
                .isEqualTo("gradient check of function: failed\n"
                        + "  the function is not deterministic: evaluated twice at one point it gives two results");
    }

    @Test
    void pointOutsideTheDomainIsRefused() {
        assertThat(only(GradientCheck.of(Tensor::log).at(Tensor.of(1.0, -1.0))).cause())
                .isEqualTo("the function gives infinity or NaN here; choose a point inside its domain");
    }

    @Test
    void functionsOfTwoAndOfManyTensors() {
        Tensor a = normal(1, 2, 3);
        Tensor b = normal(2, 3, 2);
        GradientCheck.of(Tensor::matmul).orders(3).at(a, b).requirePassed();
        GradientCheck.ofMany(x -> Tensor.concat(0, x).softmax(0))
                .orders(2)
                .at(a, a, a)
                .requirePassed();
    }

    @Test
    void functionThatIgnoresAnInputPasses() {
        GradientCheck.of((a, b) -> a.exp()).orders(2).at(VECTOR, VECTOR).requirePassed();
    }

    @Test
    void trackedPointIsTakenByValue() {
        GradientCheck.of(Tensor::exp).orders(2).at(VECTOR.asVariable().mul(2)).requirePassed();
    }

    @Test
    void sameSeedSameReport() {
        GradientCheck check = GradientCheck.of(Tensor::tanh).orders(2);
        assertThat(check.at(VECTOR)).isEqualTo(check.at(VECTOR));
        assertThat(check.seed(9).at(VECTOR)).isNotEqualTo(check.at(VECTOR));
    }

    @Test
    void mistakesAreNamed() {
        GradientCheck check = GradientCheck.of(Tensor::exp);
        assertThatThrownBy(() -> check.at(Tensor.of(1f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("gradientCheck: needs F64 inputs, got F32[1] as input 0; "
                        + "differences of floats say little: convert with to(DType.F64)");
        assertThatThrownBy(check::at)
                .isInstanceOf(ArgumentException.class)
                .hasMessage("gradientCheck: needs at least one input, got none");
        assertThatThrownBy(() -> check.at(Tensor.zeros(DType.F64, Shape.of(0, 2))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("gradientCheck: needs inputs with elements, got [0, 2] as input 0");
        assertThatThrownBy(
                        () -> GradientCheck.of((Tensor x) -> x.slice(0, 0, 0)).at(VECTOR))
                .isInstanceOf(ShapeException.class)
                .hasMessage("gradientCheck: needs a function whose result has elements, got [0]");
        assertThatThrownBy(() -> check.orders(4))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("gradientCheck: needs an order from 1 to 3, got 4; check the gradient function itself for"
                        + " more");
        assertThatThrownBy(() -> check.tolerance(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("gradientCheck: needs a tolerance between 0 and 1, got 0.0");
        assertThatThrownBy(() -> check.at(VECTOR).worstError(2))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("worstError: needs an order from 1 to 1, got 2; orders(...) asks for more");
    }
}
