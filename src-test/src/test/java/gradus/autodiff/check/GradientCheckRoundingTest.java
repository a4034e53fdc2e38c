package gradus.autodiff.check;

import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Tensor;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What rounding does inside of a right function is forgiven; what kinks, jumps and wrong rules do is not. */
class GradientCheckRoundingTest {
    /** The derivative of the last is wrong by this factor, a small one. */
    private static final double FACTOR = 1.0005;

    private static void assertFailsWhateverTheSeed(UnaryOperator<Tensor> f, Tensor x) {
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(GradientCheck.of(f::apply).seed(seed).at(x).passed())
                    .as("seed %s", seed)
                    .isFalse();
        }
    }

    @Test
    void largeAndSmallArgumentsDoNoHarm() {
        GradientCheck.of(Tensor::log).orders(3).at(Tensor.of(1e6, 3e6)).requirePassed();
        GradientCheck.of(Tensor::sin).orders(3).at(Tensor.of(1e3, -3e3)).requirePassed();
        GradientCheck.of(Tensor::reciprocal)
                .orders(3)
                .at(Tensor.of(1e-5, -3e-5))
                .requirePassed();
        GradientCheck.of(Tensor::square).orders(3).at(Tensor.of(1e-3, 1e3)).requirePassed();
    }

    @Test
    void cancellationOfFactors() {
        // nothing but rounding is left of the derivatives, next to exact zeros
        for (int seed = 1; seed <= 100; seed++) {
            GradientCheck.of((a, b) -> a.exp().mul(a.mul(b).sub(b.mul(a)).expm1()))
                    .orders(3)
                    .seed(seed)
                    .at(normal(seed, 3), normal(-seed, 2, 1))
                    .requirePassed();
        }
    }

    @Test
    void cancellationOfSquares() {
        for (int seed = 1; seed <= 60; seed++) {
            GradientCheck.of((Tensor x) -> {
                        Tensor far = x.add(1000);
                        return far.square().mean().sub(far.mean().square());
                    })
                    .orders(2)
                    .seed(seed)
                    .at(normal(seed, 5))
                    .requirePassed();
        }
    }

    @Test
    void kinkOfATinyFunctionIsCaught() {
        assertFailsWhateverTheSeed(x -> x.sub(3).relu().mul(1e-9), Tensor.of(4, 3.0, -2));
    }

    @Test
    void kinkBesideALargeInputIsCaught() {
        assertFailsWhateverTheSeed(x -> x.sub(3).relu().mul(1e-4), Tensor.of(1e6, 3.0));
    }

    @Test
    void wrongRuleOfATinyFunctionWithAJumpIsCaught() {
        PlantedRules.ScaledSquare wrong = new PlantedRules.ScaledSquare(1.5);
        assertFailsWhateverTheSeed(x -> wrong.apply(x).add(x.floor()).mul(1e-9), Tensor.of(4.5, 3.0));
    }

    @Test
    void wrongRuleBesideAKinkAndASteepRootIsCaught() {
        PlantedRules.ScaledSquare wrong = new PlantedRules.ScaledSquare(FACTOR);
        assertFailsWhateverTheSeed(
                x -> {
                    Tensor first = x.slice(0, 0, 1);
                    Tensor root = x.slice(0, 1, 2).sqrt().mul(0.01);
                    return wrong.apply(first)
                            .add(first.sub(3).abs().mul(0.1))
                            .add(root)
                            .sum();
                },
                Tensor.of(3.0, 1e-6));
    }

    @Test
    void ruleThatDiffersEachTimeIsCaught() {
        Tensor x = Tensor.of(1e-4, 2e-4);
        assertThat(GradientCheck.of(new PlantedRules.NoisySquare(new SplittableRandom(1), 0))
                        .at(x)
                        .passed())
                .isTrue();
        assertThat(GradientCheck.of(new PlantedRules.NoisySquare(new SplittableRandom(1), 1e-9))
                        .at(x)
                        .passed())
                .isFalse();
    }
}
