package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/**
 * Gradients in the memory of a workspace hold until its next sweep, for variables, intermediate
 * results and parameters alike.
 */
class StaleWorkspaceTest {
    private static final String STALE = "gradients: needs the last sweep of their workspace, got an earlier one, whose"
            + " memory is used again; take gradients.of(...) before the next sweep, or sweep without a workspace";

    private final Workspace workspace = new Workspace();
    private final Tensor x = Tensor.full(DType.F32, Shape.of(10_000), 2).asVariable();
    private final Parameter w = Parameter.of("w", Tensor.full(DType.F32, Shape.of(10_000), 3));

    private Gradients sweep() {
        return x.mul(w.value()).sum().gradients(workspace);
    }

    private static void assertStale(Runnable question) {
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(question::run)
                .withMessage(STALE);
    }

    @Test
    void theGradientOfAVariableIsRefusedAfterTheNextSweep() {
        var first = sweep();
        var second = sweep();
        assertStale(() -> first.of(x));
        assertThat(second.of(x).toFloatArray()).containsOnly(3);
        sweep();
        assertStale(() -> second.of(x));
        assertThat(first.dependsOn(x)).as("that holds").isTrue();
    }

    @Test
    void soIsAnythingAboutAParameter() {
        var stale = sweep();
        sweep();
        assertStale(() -> stale.of(w));
        assertStale(() -> stale.inner(w));
        assertStale(() -> stale.isFinite(w));
        assertThat(stale.dependsOn(w)).isTrue();
    }

    /** A variable that the loss does not depend on has zeros, in no workspace's memory. */
    @Test
    void zerosAreNeverStale() {
        var other = Tensor.variable(5f);
        var stale = sweep();
        sweep();
        assertThat(stale.of(other).item()).isZero();
    }

    @Test
    void whatWasTakenIsACopy() {
        var gradients = sweep();
        var taken = gradients.of(x);
        var again = gradients.of(x);
        assertThat(again.data).isNotSameAs(taken.data);
        x.exp().mul(7).sum().gradients(workspace);
        assertThat(taken.toFloatArray()).containsOnly(3);
    }

    @Test
    void aFailedSweepMakesTheOneBeforeStaleToo() {
        var stale = sweep();
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> Tensor.scalar(1f).gradients(workspace));
        record Failing() implements CustomOp {
            @Override
            public Tensor forward(ImmutableList<Tensor> inputs) {
                return inputs.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> inputs, Tensor y, Tensor g) {
                throw new IllegalStateException("no rule");
            }
        }
        var bad = new Failing().apply(x).sum();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bad.gradients(workspace));
        assertStale(() -> stale.of(x));
    }

    @Test
    void withoutAWorkspaceGradientsHold() {
        var first = x.mul(w.value()).sum().gradients();
        sweep();
        sweep();
        assertThat(first.of(x).toFloatArray()).containsOnly(3);
        assertThat(first.of(w).toFloatArray()).containsOnly(2);
        assertThat(first.isFinite(w)).isTrue();
    }

    @Test
    void ofTwoWorkspacesEachHasItsOwnTurn() {
        var first = sweep();
        x.sum().gradients(new Workspace());
        assertThat(first.of(x).toFloatArray()).containsOnly(3);
    }

    /**
     * A rule may keep the cotangent that it saw, also one that then fails: nothing overwrites it.
     */
    @Test
    void whatAFailedRuleSawStays() {
        Tensor[] seen = new Tensor[1];
        record Keeping(Tensor[] seen) implements CustomOp {
            @Override
            public Tensor forward(ImmutableList<Tensor> inputs) {
                return inputs.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> inputs, Tensor y, Tensor g) {
                seen[0] = g;
                throw new IllegalStateException("no rule");
            }
        }
        var bad = new Keeping(seen).apply(x).mul(w.value()).sum();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> bad.gradients(workspace));
        for (int i = 0; i < 3; i++) {
            x.mul(w.value()).mul(7).exp().sum().gradients(workspace);
        }
        assertThat(seen[0].toFloatArray()).containsOnly(3);
    }
}
