package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors of a scope hold in its run, and are refused ever after: never other numbers. */
class ScopeTest {
    private static final int MANY = 10_000;

    private final Scope scope = new Scope();
    private final Tensor x = Tensor.arange(DType.F32, MANY).div(MANY);

    /** Overwrites whatever the run before left, so that a tensor that is not refused shows other numbers. */
    private void runOthers() {
        for (int i = 0; i < 3; i++) {
            scope.run(() -> {
                x.mul(-7).exp().asVariable().mul(x.cos()).sum().gradients();
            });
        }
    }

    private static void assertOver(Runnable reading, String... words) {
        assertThatExceptionOfType(ScopeException.class)
                .isThrownBy(reading::run)
                .withMessageStartingWith("tensor: needs a scope that has not ended, got F32")
                .withMessageContainingAll(words)
                .withMessageEndingWith("which is over; keep() it before the end");
    }

    @Test
    void whatIsComputedInARunIsTheSameAsWithout() {
        Parameter w = Parameter.of("w", x);
        float[] plain =
                w.value().mul(x).softplus().square().sum().gradients().of(w).toFloatArray();
        for (int i = 0; i < 4; i++) {
            float[] scoped = scope.run(() ->
                    w.value().mul(x).softplus().square().sum().gradients().of(w).toFloatArray());
            assertThat(scoped).isEqualTo(plain);
        }
    }

    @Test
    void aTensorOfARunIsRefusedAfterItsEnd() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        scope.run(() -> {
            leaked.set(x.exp());
            assertThat(leaked.get().get(0)).isEqualTo(1);
        });
        assertOver(() -> leaked.get().toFloatArray(), "F32[10000] made by exp in run 1 of a scope");
        runOthers();
        assertOver(() -> leaked.get().get(0), "exp", "run 1");
    }

    /** All ways to the numbers of a tensor. */
    static ImmutableList<Function<Tensor, Object>> readings() {
        return Lists.immutable.with(
                Tensor::toDoubleArray,
                Tensor::toFloatArray,
                Tensor::toNestedArray,
                tensor -> tensor.get(0),
                tensor -> tensor.sum().item(),
                Tensor::exp,
                tensor -> tensor.add(1),
                tensor -> Tensor.scalar(1f).add(tensor),
                tensor -> Tensor.concat(0, tensor, tensor),
                tensor -> tensor.reshape(100, 100).neg(),
                tensor -> tensor.detach().square(),
                tensor -> tensor.asVariable().square(),
                tensor -> tensor.detach().to(DType.F64),
                Tensor::keep,
                Tensor::toIndices,
                tensor -> tensor.greater(0),
                Tensor::isFinite,
                tensor -> Parameter.of("w", tensor),
                tensor -> {
                    Parameter.of("w", Tensor.zeros(MANY)).set(tensor);
                    return "set";
                });
    }

    @ParameterizedTest
    @MethodSource("readings")
    void everyWayToTheNumbersRefuses(Function<Tensor, Object> reading) {
        MutableList<Tensor> leaked = Lists.mutable.empty();
        scope.run(() -> {
            Tensor variable = x.asVariable();
            leaked.add(x.exp());
            leaked.add(variable.exp());
            leaked.add(x.exp().reshape(MANY));
            leaked.add(variable.exp().detach());
            leaked.add(x.exp().asVariable());
            leaked.add(Tensor.zeros(MANY));
            leaked.add(variable.square().sum().gradients().of(variable));
        });
        leaked.forEach(tensor -> assertThatThrownBy(() -> reading.apply(tensor)).isInstanceOf(ScopeException.class));
    }

    @Test
    void aLossOfARunCannotBeDifferentiatedAfterIt() {
        Tensor variable = x.asVariable();
        AtomicReference<Tensor> loss = new AtomicReference<>();
        AtomicReference<Gradients> gradients = new AtomicReference<>();
        scope.run(() -> {
            loss.set(variable.exp().square().sum());
            gradients.set(loss.get().gradients());
        });
        assertThatExceptionOfType(ScopeException.class).isThrownBy(loss.get()::gradients);
        Tensor stale = gradients.get().of(variable);
        assertOver(stale::toFloatArray, "in run 1");
        assertThat(gradients.get().dependsOn(variable)).isTrue();
    }

    @Test
    void whatIsKeptLasts() {
        AtomicReference<Tensor> kept = new AtomicReference<>();
        scope.run(() -> kept.set(x.asVariable().exp().keep()));
        float[] expected = x.exp().toFloatArray();
        runOthers();
        assertThat(kept.get().toFloatArray()).isEqualTo(expected);
        assertThat(kept.get().isTracked()).isFalse();
    }

    @Test
    void outsideOfScopesKeepingIsDetaching() {
        assertThat(x.keep()).isSameAs(x);
        Tensor variable = x.asVariable();
        assertThat(variable.keep().isTracked()).isFalse();
        assertThat(Recorded.storage(variable.keep())).isEqualTo(Recorded.storage(x));
    }

    @Test
    void aTensorAsTheResultOfARunIsKept() {
        Tensor result = scope.run(() -> x.asVariable().exp());
        runOthers();
        assertThat(result.toFloatArray()).isEqualTo(x.exp().toFloatArray());
        Tensor outer = scope.run(() -> x);
        assertThat(outer).isSameAs(x);
        assertThat(scope.run(() -> "words")).isEqualTo("words");
    }

    /** What shares the array of a tensor that lasts, lasts too; and so do values of parameters. */
    @Test
    void whatWasMadeOutsideStaysReadable() {
        MutableList<Tensor> seen = Lists.mutable.empty();
        Parameter w = Parameter.of("w", x);
        scope.run(() -> {
            seen.add(x.reshape(100, 100));
            seen.add(x.detach());
            seen.add(x.asVariable());
            seen.add(w.value());
        });
        runOthers();
        seen.forEach(tensor -> assertThat(tensor.toFloatArray()).isEqualTo(x.toFloatArray()));
    }

    @Test
    void parametersThatAreMadeOrSetInARunLast() {
        Parameter set = Parameter.of("set", Tensor.zeros(MANY));
        Parameter stepped = Parameter.of("stepped", x);
        AtomicReference<Parameter> made = new AtomicReference<>();
        scope.run(() -> {
            made.set(Parameter.of("made", x.exp()));
            set.set(x.exp());
            Gradients gradients = stepped.value().mul(x.exp()).sum().gradients();
            stepped.update(gradients, Lists.immutable.empty(), new UpdateRule.Descent(1, 0));
            stepped.update(gradients, Lists.immutable.empty(), (UpdateRule.Computed)
                    (value, gradient, _) -> Lists.immutable.with(value.add(gradient.mul(2))));
        });
        runOthers();
        float[] expected = x.exp().toFloatArray();
        assertThat(made.get().value().toFloatArray()).isEqualTo(expected);
        assertThat(set.value().toFloatArray()).isEqualTo(expected);
        float[] after = x.sub(x.exp()).add(x.exp().mul(2)).toFloatArray();
        assertThat(stepped.value().toFloatArray()).isEqualTo(after);
    }

    @Test
    void theTextOfATensorThatIsOverSaysSo() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        scope.run(() -> leaked.set(x.exp()));
        assertThat(leaked.get())
                .hasToString("F32[10000] that cannot be read: its scope is over, or belongs to another thread");
        assertThat(leaked.get().shape()).isEqualTo(Shape.of(MANY));
    }

    @Test
    void aFailureEndsTheRunAndLeavesAUsableScope() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> scope.run(() -> {
                    leaked.set(x.exp());
                    throw new IllegalStateException("on purpose");
                }))
                .withMessage("on purpose");
        assertOver(() -> leaked.get().get(0), "exp", "run 1");
        assertThat(scope.run(() -> x.exp().toFloatArray())).isEqualTo(x.exp().toFloatArray());
    }

    @Test
    void aScopeServesOneRunAtATime() {
        assertThatExceptionOfType(ScopeException.class)
                .isThrownBy(() -> scope.run(() -> scope.run(() -> x.exp())))
                .withMessage("scope.run: needs a scope, or an optimizer with its own, that no other run uses, got"
                        + " one in use;"
                        + " make one for each thread, and do not call it inside itself");
        assertThat(scope.run(() -> x.exp().get(0))).as("usable afterwards").isEqualTo(1);
    }

    @Test
    void scopesMayBeNested() {
        Scope inner = new Scope();
        AtomicReference<Tensor> ofOuter = new AtomicReference<>();
        scope.run(() -> {
            Tensor outer = x.exp();
            Tensor twice = inner.run(() -> {
                ofOuter.set(outer.reshape(100, 100));
                return outer.mul(2);
            });
            inner.run(() -> x.cos().sum().item());
            assertThat(ofOuter.get().reshape(MANY).toFloatArray())
                    .isEqualTo(x.exp().toFloatArray());
            assertThat(twice.toFloatArray()).isEqualTo(x.exp().mul(2).toFloatArray());
        });
        assertThatExceptionOfType(ScopeException.class)
                .isThrownBy(() -> ofOuter.get().get(0, 0));
    }

    @Test
    void anotherThreadMayNotReadWhatIsNotKept() {
        scope.run(() -> {
            Tensor own = x.exp();
            Tensor kept = own.keep();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                assertThat(threads.submit(() -> kept.get(0)).get()).isEqualTo(1);
                assertThatThrownBy(() -> threads.submit(() -> own.get(0)).get())
                        .hasRootCauseInstanceOf(ScopeException.class)
                        .rootCause()
                        .hasMessageStartingWith("tensor: needs the thread of its scope, got F32[10000] made by exp")
                        .hasMessageEndingWith("on another thread; keep() it before it is handed over");
                Tensor others = threads.submit(() -> x.cos()).get();
                assertThat(others.get(0))
                        .as("what other threads make is in no scope")
                        .isEqualTo(1);
            } catch (InterruptedException | ExecutionException problem) {
                throw new IllegalStateException(problem);
            }
        });
    }

    @Test
    void threadsWithAScopeEachDoNotMeet() throws Exception {
        ImmutableList<Callable<float[]>> works = Interval.oneTo(40)
                .toImmutableList()
                .collect(i -> () -> {
                    Scope own = new Scope();
                    float[] last = {};
                    for (int round = 0; round < 20; round++) {
                        last = own.run(() -> {
                            Tensor variable = x.mul(i).asVariable();
                            Thread.yield();
                            return variable.square()
                                    .exp()
                                    .sum()
                                    .gradients()
                                    .of(variable)
                                    .toFloatArray();
                        });
                    }
                    return last;
                });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = threads.invokeAll(works.castToList());
            int i = 0;
            for (Future<float[]> result : results) {
                Tensor variable = x.mul(++i).asVariable();
                assertThat(result.get())
                        .isEqualTo(variable.square()
                                .exp()
                                .sum()
                                .gradients()
                                .of(variable)
                                .toFloatArray());
            }
        }
    }

    /** Whatever the runs before and after were like, a scope goes on. */
    @Test
    void failuresAndShortRunsLeaveAUsableScope() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> scope.run(() -> {
                    x.exp().add(x.cos()).mul(x.sin());
                    throw new IllegalStateException("on purpose");
                }));
        for (int i = 0; i < 100; i++) {
            assertThat(scope.run(() -> x.exp().get(0))).isEqualTo(1);
        }
    }

    /** A rule that keeps a tensor from one run to the next is refused before anything changes. */
    @Test
    void aRuleThatGivesATensorThatIsOverChangesNothing() {
        Parameter value = Parameter.of("value", x);
        Parameter state = Parameter.of("state", x);
        AtomicReference<Tensor> over = new AtomicReference<>();
        scope.run(() -> over.set(x.exp()));
        Gradients gradients = value.value().sum().gradients();
        assertThatExceptionOfType(ScopeException.class)
                .isThrownBy(() -> value.update(gradients, Lists.immutable.with(state), (UpdateRule.Computed)
                        (w, g, _) -> Lists.immutable.with(w.sub(g), over.get())));
        assertThat(value.value().toFloatArray()).isEqualTo(x.toFloatArray());
        assertThat(state.value().toFloatArray()).isEqualTo(x.toFloatArray());
    }

    /** Doubles its input; keeps every cotangent that its rule sees. */
    private record Keeping(MutableList<Tensor> seen) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> inputs) {
            return inputs.getFirst().mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> inputs, Tensor y, Tensor g) {
            seen.add(g);
            return g.mul(2);
        }
    }

    @Test
    void whatAUsersRuleSawIsRefusedOrKept() {
        MutableList<Tensor> seen = Lists.mutable.empty();
        Tensor variable = x.asVariable();
        scope.run(() -> {
            Tensor result = new Keeping(seen).apply(variable.mul(3));
            result.mul(5).sum().gradients();
            seen.add(result);
            seen.add(seen.getFirst().keep());
        });
        runOthers();
        assertThatExceptionOfType(ScopeException.class)
                .isThrownBy(() -> seen.getFirst().get(0));
        assertOver(() -> seen.get(1).get(0), "made by keeping in run 1");
        assertThat(seen.getLast().toFloatArray()).containsOnly(5);
    }

    /** The least of some runs: while vector loops are compiled, they allocate for a while. */
    @Test
    void laterRunsMakeNoLargeArrays() {
        Tensor variable = x.asVariable();
        Runnable step = () -> scope.run(() -> {
            variable.exp().mul(x).softplus().sum().gradients().of(variable);
        });
        step.run();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20_000 && least >= 4L * MANY; i++) {
            least = Math.min(least, Allocation.by(step));
        }
        assertThat(least).isLessThan(4L * MANY);
    }

    /** Arrays of sizes that are not asked for any more are dropped. */
    @Test
    void changingSizesDoNotPileUp() {
        for (int i = 0; i < 300; i++) {
            int size = MANY + i;
            scope.run(() -> Tensor.zeros(size).sum().item());
        }
        assertThat(scope.bytes()).isLessThan(70L * 4 * (MANY + 300));
    }
}
