package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertNear;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules that run as loops, against the formulas of {@link UpdateRule} in tensor operations:
 * value and state, step by step.
 */
class UpdateLoopsTest {
    private static final double RATE = 0.1;
    private static final double DECAY = 0.25;

    /** What each step makes of the value and the state. */
    private static void assertFollows(UpdateRule.Loop loop, UpdateRule.Computed formula, DType dtype) {
        double precision = dtype == DType.F32 ? 1e-6 : 1e-14;
        Parameter looped = Parameter.of("w", normal(1, 7).to(dtype));
        Parameter computed = Parameter.of("w", normal(1, 7).to(dtype));
        ImmutableList<Parameter> loopedState = state(loop, dtype);
        ImmutableList<Parameter> computedState = state(loop, dtype);
        for (int step = 0; step < 3; step++) {
            Tensor g = normal(10 + step, 7).to(dtype);
            double[] before = looped.value().toDoubleArray();
            looped.update(g, loopedState, loop);
            computed.update(g, computedState, formula);
            assertThat(looped.value().toDoubleArray()).isNotEqualTo(before);
            assertNear(looped.value(), computed.value(), precision);
            loopedState.forEachWithIndex(
                    (cell, i) -> assertNear(cell.value(), computedState.get(i).value(), precision));
        }
    }

    private static ImmutableList<Parameter> state(UpdateRule.Loop loop, DType dtype) {
        return Lists.immutable
                .with("first", "second", "third")
                .take(loop.stateSize())
                .collect(name -> Parameter.of(name, Tensor.zeros(dtype, Shape.of(7))));
    }

    private static Tensor decayed(Tensor g, Tensor w) {
        return g.add(w.mul(DECAY));
    }

    /** mean beta + g (1 - beta). */
    private static Tensor runningMean(Tensor mean, double beta, Tensor g) {
        return mean.mul(beta).add(g.mul(1 - beta));
    }

    @ParameterizedTest
    @EnumSource
    void descent(DType dtype) {
        assertFollows(
                new UpdateRule.Descent(RATE, DECAY),
                (w, g, _) -> Lists.immutable.with(w.sub(decayed(g, w).mul(RATE))),
                dtype);
    }

    @ParameterizedTest
    @EnumSource
    void momentumAndNesterovsLookAhead(DType dtype) {
        for (boolean nesterov : new boolean[] {false, true}) {
            assertFollows(
                    new UpdateRule.MomentumDescent(RATE, DECAY, 0.9, nesterov),
                    (w, g, state) -> {
                        Tensor v = state.getFirst().mul(0.9).add(decayed(g, w));
                        Tensor direction = nesterov ? decayed(g, w).add(v.mul(0.9)) : v;
                        return Lists.immutable.with(w.sub(direction.mul(RATE)), v);
                    },
                    dtype);
        }
    }

    @ParameterizedTest
    @EnumSource
    void adam(DType dtype) {
        assertFollows(
                new UpdateRule.Adam(RATE, DECAY, 0.75, 0.9, 0.99, 0.5, 0.01),
                (w, g, state) -> {
                    Tensor m = runningMean(state.getFirst(), 0.9, decayed(g, w));
                    Tensor v = runningMean(state.getLast(), 0.99, decayed(g, w).square());
                    Tensor step = m.mul(RATE).div(v.sqrt().div(0.5).add(0.01));
                    return Lists.immutable.with(w.mul(0.75).sub(step), m, v);
                },
                dtype);
    }

    @ParameterizedTest
    @EnumSource
    void adagrad(DType dtype) {
        assertFollows(
                new UpdateRule.Adagrad(RATE, DECAY, 0.01),
                (w, g, state) -> {
                    Tensor s = state.getFirst().add(decayed(g, w).square());
                    Tensor step = decayed(g, w).mul(RATE).div(s.sqrt().add(0.01));
                    return Lists.immutable.with(w.sub(step), s);
                },
                dtype);
    }

    @ParameterizedTest
    @EnumSource
    void rmspropPlainCenteredAndWithMomentum(DType dtype) {
        for (boolean centered : new boolean[] {false, true}) {
            for (double momentum : new double[] {0, 0.5}) {
                var rule = new UpdateRule.RMSprop(RATE, DECAY, 0.9, 0.01, momentum, centered);
                assertFollows(rule, (w, g, state) -> rmsprop(rule, w, decayed(g, w), state), dtype);
            }
        }
    }

    private static ImmutableList<Tensor> rmsprop(
            UpdateRule.RMSprop rule, Tensor w, Tensor g, ImmutableList<Tensor> state) {
        Tensor s = runningMean(state.getFirst(), 0.9, g.square());
        Tensor m = rule.centered() ? runningMean(state.get(1), 0.9, g) : g.zerosLike();
        Tensor direction = g.div(s.sub(m.square()).maximum(0).sqrt().add(0.01));
        Tensor v = rule.momentum() == 0 ? direction : state.getLast().mul(0.5).add(direction);
        return Lists.immutable
                .with(w.sub(v.mul(RATE)), s)
                .newWithAll(rule.centered() ? Lists.immutable.with(m) : Lists.immutable.empty())
                .newWithAll(rule.momentum() == 0 ? Lists.immutable.empty() : Lists.immutable.with(v));
    }
}
