package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.autodiff.UpdateRule;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of a user's own, written with tensor operations, beside those that run as loops. */
class OwnRuleTest {
    private record SignDescent() implements Rule {
        @Override
        public UpdateRule.Computed at(long step, double rate, double weightDecay) {
            return (value, gradient, _) ->
                    Lists.immutable.with(value.sub(gradient.sign().mul(rate)));
        }
    }

    /** Heavy ball, as {@link SGD} with momentum. */
    private record HeavyBall(double momentum) implements Rule {
        @Override
        public ImmutableList<String> memory() {
            return Lists.immutable.with("velocity");
        }

        @Override
        public UpdateRule.Computed at(long step, double rate, double weightDecay) {
            return (value, gradient, memory) -> {
                Tensor velocity = memory.getFirst().mul(momentum).add(gradient.add(value.mul(weightDecay)));
                return Lists.immutable.with(value.sub(velocity.mul(rate)), velocity);
            };
        }
    }

    /** Remembers what a step saw. */
    private record Counting() implements Rule {
        @Override
        public ImmutableList<String> memory() {
            return Lists.immutable.with("seen");
        }

        @Override
        public double initial() {
            return 0.5;
        }

        @Override
        public double defaultLearningRate() {
            return 0.25;
        }

        @Override
        public double defaultWeightDecay() {
            return 0.125;
        }

        @Override
        public UpdateRule.Computed at(long step, double rate, double weightDecay) {
            return (value, _, memory) -> Lists.immutable.with(
                    value, memory.getFirst().mul(10).add((double) step).add(rate + weightDecay));
        }
    }

    private final Parameter w = Parameter.of("w", Tensor.of(1.0, -2.0));
    private final Parameter b = Parameter.of("b", Tensor.of(0.5, 4));
    private final ImmutableList<Parameter> both = Lists.immutable.with(w, b);

    private Tensor slopes(double... g) {
        return w.value()
                .mul(Tensor.of(g[0], g[1]))
                .sum()
                .add(b.value().mul(Tensor.of(g[2], g[3])).sum());
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void itChangesParametersOfEitherType(DType dtype) {
        var x = Parameter.of("x", Tensor.of(1.0, -2, 0.5, 4).to(dtype));
        var own = new SignDescent().of(Lists.immutable.with(x)).learningRate(0.5);
        own.minimize(x.value().mul(Tensor.of(3.0, -3, 0, 1e-9).to(dtype)).sum());
        assertThat(x.dtype()).isEqualTo(dtype);
        assertThat(x.value().toDoubleArray()).containsExactly(0.5, -1.5, 0.5, 3.5);
        assertThat(own.state().kind()).isEqualTo("SignDescent");
        assertThat(own.weightDecay(1)).hasToString("SignDescent(learning rate 0.5, weight decay 1.0)");
    }

    /** The same numbers as the loop's, but for rounding; clipped, with groups and a schedule. */
    @ParameterizedTest
    @EnumSource(DType.class)
    void itGoesTheSameWayAsTheLoop(DType dtype) {
        var own = network(dtype);
        var looped = network(dtype);
        var byOwn = trained(own, new HeavyBall(0.9), 20);
        trained(looped, new SGD().momentum(0.9), 20);
        double tolerance = dtype == DType.F32 ? 1e-5 : 1e-12;
        own.parameters()
                .zip(looped.parameters())
                .forEach(pair -> assertThat(pair.getOne().value().toDoubleArray())
                        .usingComparatorWithPrecision(tolerance)
                        .containsExactly(pair.getTwo().value().toDoubleArray()));
        assertThat(byOwn.state().tensors().keysView())
                .containsExactly("0.bias.velocity", "0.weight.velocity", "2.bias.velocity", "2.weight.velocity");
    }

    private static Sequential network(DType dtype) {
        var random = Randomness.seeded(8);
        var model = Sequential.of(Linear.of(3, 4, random), new Softplus(), Linear.of(4, 2, random));
        return dtype == DType.F32
                ? model
                : Sequential.of(
                        Linear.of(dtype, 3, 4, Randomness.seeded(8)),
                        new Softplus(),
                        Linear.of(dtype, 4, 2, Randomness.seeded(9)));
    }

    private static Optimizer trained(Sequential model, Rule rule, int steps) {
        var biases = model.parameters().select(parameter -> parameter.shape().rank() == 1);
        var optimizer = rule.of(model)
                .weightDecay(0.01)
                .clipByNorm(0.5)
                .group(biases, group -> group.weightDecay(0).learningRateFactor(2));
        train(model, optimizer, 0, steps);
        return optimizer;
    }

    private static void train(Sequential model, Optimizer optimizer, int from, int to) {
        DType dtype = model.parameters().getFirst().dtype();
        var x = Tensor.normal(dtype, Shape.of(6, 3), 0, 1, Randomness.seeded(9));
        Schedule schedule = Schedule.linear(0.01, 0.1, 10);
        for (int i = from; i < to; i++) {
            schedule.apply(optimizer, i);
            optimizer.minimize(model.forward(x).square().mean());
        }
    }

    @Test
    void itGoesOnBitForBitFromASavedState() {
        var whole = network(DType.F32);
        var optimizer = trained(whole, new HeavyBall(0.9), 5);
        var resumed = network(DType.F32);
        resumed.parameters()
                .zip(whole.parameters())
                .forEach(pair -> pair.getOne().set(pair.getTwo().value()));
        var state = optimizer.state();
        var other = trained(network(DType.F32), new HeavyBall(0.9), 3);
        assertThat(other.state()).isNotEqualTo(state);
        var biases = resumed.parameters().select(parameter -> parameter.shape().rank() == 1);
        var again = new HeavyBall(0.9)
                .of(resumed)
                .weightDecay(0.01)
                .clipByNorm(0.5)
                .group(biases, group -> group.weightDecay(0).learningRateFactor(2));
        again.restore(state);
        train(whole, optimizer, 5, 9);
        train(resumed, again, 5, 9);
        assertThat(again.state()).hasToString(optimizer.state().toString());
        resumed.parameters()
                .zip(whole.parameters())
                .forEach(pair -> assertThat(pair.getOne().value().toFloatArray())
                        .containsExactly(pair.getTwo().value().toFloatArray()));
    }

    @Test
    void itSeesStepsRateAndDecayAndItsMemoryStartsAsItSays() {
        var own = new Counting().of(Lists.immutable.with(w));
        own.minimize(w.value().sum());
        own.minimize(w.value().sum());
        double first = 5 + 1 + 0.25 + 0.125;
        assertThat(own.state().tensor("w.seen").toDoubleArray())
                .containsExactly(10 * first + 2 + 0.375, 10 * first + 2 + 0.375);
        assertThat(own.state().number("w.step")).isEqualTo(2);
        assertThat(own).hasToString("Counting(learning rate 0.25, weight decay 0.125)");
    }

    @Test
    void aRecordsComponentsAreItsSettings() {
        assertThat(new HeavyBall(0.75).of(both).steadySettings()).containsExactly("momentum=0.75");
        assertThat(new SignDescent().of(both).steadySettings()).isEmpty();
        record Named(int count) implements Rule {
            @Override
            public UpdateRule at(long step, double rate, double weightDecay) {
                return new UpdateRule.Descent(rate, weightDecay);
            }

            @Override
            public String toString() {
                return "of its own";
            }
        }
        assertThat(new Named(3).settings()).isEmpty();
    }

    @Test
    void aRuleWithoutANameIsCalledRule() {
        Rule lambda = (_, rate, _) -> new UpdateRule.Descent(rate, 0);
        var anonymous = new Rule() {
            @Override
            public UpdateRule at(long step, double rate, double weightDecay) {
                return new UpdateRule.Descent(rate, 0);
            }
        };
        assertThat(lambda.of(both).learningRate(1)).hasToString("Rule(learning rate 1.0)");
        assertThat(anonymous.of(both)).hasToString("Rule(learning rate not set)");
        lambda.of(both).learningRate(1).minimize(slopes(1, 0, 0, 0));
        assertThat(w.value().get(0)).isZero();
    }

    @Test
    void namesOfAMemoryThatCannotBeSavedAreRefused() {
        refusesMemory("a.b");
        refusesMemory(" ");
        refusesMemory("");
        refusesMemory("mean", "mean");
        var sgd = new SGD().of(both);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> sgd.rule(remembering("a.b")));
        assertThat(sgd.rule()).isEqualTo(new SGD());
    }

    private void refusesMemory(String... names) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> remembering(names).of(both))
                .withMessage(
                        "Remembering.memory: needs different names without dots, got " + Lists.immutable.with(names));
    }

    private static Rule remembering(String... names) {
        record Remembering(ImmutableList<String> memory) implements Rule {
            @Override
            public UpdateRule.Computed at(long step, double rate, double weightDecay) {
                return (value, _, memory) -> Lists.immutable.with(value).newWithAll(memory);
            }
        }
        return new Remembering(Lists.immutable.with(names));
    }

    /** The first parameter, or a looped group, would have changed before the second one fails. */
    @Test
    void aRuleThatFailsChangesNothing() {
        record Broken() implements Rule {
            @Override
            public ImmutableList<String> memory() {
                return Lists.immutable.with("count");
            }

            @Override
            public UpdateRule.Computed at(long step, double rate, double weightDecay) {
                return (value, gradient, memory) -> Lists.immutable.with(
                        gradient.get(0) < 0 ? value.sum() : value.sub(rate),
                        memory.getFirst().add(1));
            }
        }
        var broken = new Broken()
                .of(both)
                .learningRate(1)
                .group(Lists.immutable.with(w), group -> group.rule(new SGD().momentum(0.5)));
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> broken.minimize(slopes(1, 1, -1, 1)));
        assertThat(w.value().toDoubleArray()).containsExactly(1, -2);
        assertThat(broken.state().numbers().keysView()).containsExactly("learning_rate");
        broken.minimize(slopes(1, 1, 1, 1));
        var state = broken.state();
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> broken.minimize(slopes(1, 1, -1, 1)));
        assertThat(broken.state()).hasToString(state.toString());
        assertThat(broken.state().tensor("w.velocity").toDoubleArray()).containsExactly(1, 1);
        assertThat(broken.state().tensor("b.count").toDoubleArray()).containsExactly(1, 1);
        assertThat(w.value().toDoubleArray()).containsExactly(0, -3);
        assertThat(b.value().toDoubleArray()).containsExactly(-0.5, 3);
        broken.minimize(slopes(0, 0, 1, 1));
        assertThat(w.value().get(0)).as("with the velocity of before").isCloseTo(-0.5, within(1e-15));
    }

    /** A loop that wants more memory than its rule has names for. */
    @Test
    void aLoopThatDoesNotFitItsMemoryChangesNothing() {
        Rule unfit = (_, rate, decay) -> new UpdateRule.MomentumDescent(rate, decay, 0.5, false);
        var mixed = new SGD().of(both).learningRate(1).group(Lists.immutable.with(b), group -> group.rule(unfit));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> mixed.minimize(slopes(1, 1, 1, 1)))
                .withMessage("update of b: needs 1 tensor of state, got 0");
        assertThat(w.value().toDoubleArray()).containsExactly(1, -2);
        assertThat(mixed.state().numbers().keysView()).containsExactly("learning_rate");
    }
}
