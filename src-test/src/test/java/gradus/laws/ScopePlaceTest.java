package gradus.laws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The error of a tensor that is over names the place in the user's program where its scope ran. */
class ScopePlaceTest {
    @Test
    void theErrorSaysWhereTheScopeFirstRan() {
        AtomicReference<Tensor> leaked = new AtomicReference<>();
        new Scope().run(() -> leaked.set(Tensor.ones(3).exp()));
        assertThatThrownBy(() -> leaked.get().sum())
                .hasMessageMatching("tensor: needs a scope that has not ended, got F32\\[3\\] made by exp in run 1 of a"
                        + " scope that first ran at ScopePlaceTest\\.java:\\d+, which is over; keep\\(\\) it before the"
                        + " end");
    }
}
