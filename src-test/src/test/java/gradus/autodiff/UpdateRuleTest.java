package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateRuleTest {
    private static final ImmutableList<Parameter> NOTHING = Lists.immutable.empty();

    /** v ← v / 2 + g; w ← w - v / 10. */
    private static final UpdateRule.Computed HEAVY_BALL = (value, gradient, state) -> {
        Tensor velocity = state.getFirst().mul(0.5).add(gradient);
        return Lists.immutable.with(value.sub(velocity.mul(0.1)), velocity);
    };

    private static Tensor numbers(DType dtype, double... elements) {
        return Tensor.of(elements).to(dtype);
    }

    @ParameterizedTest
    @EnumSource
    void aComputedRuleChangesValueAndState(DType dtype) {
        Parameter w = Parameter.of("w", numbers(dtype, 1, 2));
        Parameter v = Parameter.of("velocity", numbers(dtype, 0, 8));
        w.update(w.value().square().sum().gradients(), Lists.immutable.with(v), HEAVY_BALL);
        assertSame(v.value().detach(), numbers(dtype, 2, 8));
        Tensor step = numbers(dtype, 2, 8).mul(0.1);
        assertSame(w.value().detach(), numbers(dtype, 1, 2).sub(step));
    }

    @ParameterizedTest
    @EnumSource
    void aComputedRuleAgreesWithTheLoopOfTheSameFormula(DType dtype) {
        Parameter computed = Parameter.of("w", numbers(dtype, 1, -2, 3));
        Parameter looped = Parameter.of("w", numbers(dtype, 1, -2, 3));
        Tensor g = numbers(dtype, 0.25, 4, -1);
        computed.update(g, NOTHING, (UpdateRule.Computed)
                (value, gradient, _) -> Lists.immutable.with(value.sub(gradient.mul(0.5))));
        looped.update(g, NOTHING, new UpdateRule.Descent(0.5, 0));
        assertSame(computed.value().detach(), looped.value().detach());
    }

    @Test
    void whatAComputedRuleSeesIsConstantAndStaysAsItIs() {
        Parameter w = Parameter.of("w", Tensor.of(1.0, 2.0));
        w.update(Tensor.of(1.0, 1.0), NOTHING, new UpdateRule.Descent(1, 0)); // now in memory that may be reused
        Tensor[] seen = new Tensor[2];
        w.update(Tensor.of(3.0, 4.0).asVariable(), NOTHING, (UpdateRule.Computed) (value, gradient, _) -> {
            seen[0] = value;
            seen[1] = gradient;
            return Lists.immutable.with(value.sub(gradient));
        });
        w.update(Tensor.of(1.0, 1.0), NOTHING, new UpdateRule.Descent(1, 0));
        assertThat(seen[0].isTracked() || seen[1].isTracked()).isFalse();
        assertSame(seen[0], Tensor.of(0.0, 1.0));
        assertSame(w.value().detach(), Tensor.of(-4.0, -4.0));
    }

    @Test
    void aRuleThatGivesWhatDoesNotFitIsRefusedAndNothingChanges() {
        Parameter w = Parameter.of("w", Tensor.of(1.0, 2.0));
        Parameter v = Parameter.of("v", Tensor.of(0.0, 0.0));
        Tensor g = Tensor.of(1.0, 1.0);
        ImmutableList<Parameter> state = Lists.immutable.with(v);
        assertRefused(w, g, state, (_, _, s) -> s, "update of w: needs 2 tensors from the rule");
        assertRefused(
                w,
                g,
                state,
                (x, _, _) -> Lists.immutable.with(x.neg(), x.sum()),
                "parameter w: needs from the rule a result of shape [2], got []");
        assertRefused(
                w,
                g,
                state,
                (x, _, s) -> Lists.immutable.with(x.to(DType.F32), s.getFirst()),
                "parameter w: needs from the rule a result of type F64, got F32");
        assertSame(w.value().detach(), Tensor.of(1.0, 2.0));
        assertSame(v.value().detach(), Tensor.of(0.0, 0.0));
    }

    private static void assertRefused(
            Parameter w, Tensor g, ImmutableList<Parameter> state, UpdateRule.Computed rule, String message) {
        assertThatThrownBy(() -> w.update(g, state, rule))
                .isInstanceOf(GradusException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aLoopSaysHowMuchStateItNeeds() {
        Parameter w = Parameter.of("w", Tensor.of(1.0, 2.0));
        Tensor g = Tensor.of(1.0, 1.0);
        ImmutableList<UpdateRule.Loop> rules = Lists.immutable.with(
                new UpdateRule.MomentumDescent(0.1, 0, 0.9, false),
                new UpdateRule.Adam(0.1, 0, 1, 0.9, 0.99, 1, 1e-8),
                new UpdateRule.Adagrad(0.1, 0, 1e-8),
                new UpdateRule.RMSprop(0.1, 0, 0.9, 1e-8, 0, false),
                new UpdateRule.RMSprop(0.1, 0, 0.9, 1e-8, 0, true),
                new UpdateRule.RMSprop(0.1, 0, 0.9, 1e-8, 0.5, false),
                new UpdateRule.RMSprop(0.1, 0, 0.9, 1e-8, 0.5, true));
        assertThat(rules.collect(UpdateRule.Loop::stateSize)).containsExactly(1, 2, 1, 1, 2, 2, 3);
        rules.forEach(rule -> assertThatThrownBy(() -> w.update(g, NOTHING, rule))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("update of w: needs " + GradusException.counted(rule.stateSize(), "tensor")
                        + " of state, got 0"));
        assertSame(w.value().detach(), Tensor.of(1.0, 2.0));
    }

    @Test
    void anUpdateIsCalledByTheNameInTheModel() {
        Parameter weight = Parameter.of("weight", Tensor.of(1.0));
        weight.qualify("0.weight");
        assertThatThrownBy(() -> weight.update(Tensor.of(1.0), NOTHING, new UpdateRule.Adagrad(0.1, 0, 1e-8)))
                .hasMessage("update of 0.weight: needs 1 tensor of state, got 0");
        assertRefused(
                weight,
                Tensor.of(1.0),
                NOTHING,
                (_, _, _) -> Lists.immutable.empty(),
                "update of 0.weight: needs 1 tensor from the rule");
    }
}
