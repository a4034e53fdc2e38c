package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the formula of a loss of one's own may give. */
class OwnFormulaTest {
    private final Tensor ones = Tensor.ones(4, 3);
    private final Tensor zeros = Tensor.zeros(4, 3);

    @Test
    void aNumberForEachElementOrExample() {
        Loss elements = (p, y) -> p.sub(y).abs();
        Loss rows = (p, y) -> p.sub(y).abs().sum(-1);
        Loss kept = (p, y) -> p.sub(y).abs().sum(-1).reshape(4, 1);
        assertThat(elements.sum(ones, zeros).item()).isEqualTo(12);
        assertThat(rows.sum(ones, zeros).item()).isEqualTo(12);
        assertThat(rows.mean(ones, zeros).item()).isEqualTo(3);
        assertThat(kept.mean(ones, zeros).item()).isEqualTo(3);
        assertThat(elements.sum(Tensor.scalar(2.0), Tensor.scalar(0.5)).item()).isEqualTo(1.5);
        assertThat(elements.each(Tensor.zeros(0, 3), Tensor.zeros(0, 3)).shape().size())
                .isZero();
        assertThat(elements.broadcasting().sum(ones, Tensor.zeros(1, 3)).item()).isEqualTo(12);
    }

    @Test
    void aFormulaThatIsReducedAlreadyIsRefused() {
        Loss mean = (p, y) -> p.sub(y).square().mean();
        String message = "Loss: needs a formula that gives one loss for each element or example of [4, 3], got [];"
                + " leave out its own mean() or sum(): the loss has both";
        assertRefused(() -> mean.sum(ones, zeros), message);
        assertRefused(() -> mean.mean(ones, zeros), message);
        assertRefused(() -> mean.each(ones, zeros), message);
        assertRefused(() -> mean.broadcasting().sum(ones, Tensor.zeros(1, 3)), message);
        assertRefused(() -> mean.sum(Tensor.ones(4), Tensor.zeros(4)), "got []");
        Loss kept = (p, y) -> p.sub(y).square().mean().reshape(1, 1);
        assertRefused(() -> kept.sum(ones, zeros), "got [1, 1]");
        Loss columns = (p, y) -> p.sub(y).square().mean(0);
        assertRefused(() -> columns.sum(ones, zeros), "got [3]");
    }

    @Test
    void lossesOfRowsTakeASingleRow() {
        Tensor row = Tensor.of(new double[] {0.25, 0.75});
        assertThat(new CrossEntropy().sum(row, row).shape().rank()).isZero();
        assertThat(new KullbackLeibler().sum(row.log(), row).item()).isZero();
    }

    @Test
    void nothingIsNoLoss() {
        Loss loss = new SquaredError();
        assertRefused(() -> loss.mean(null, zeros), "SquaredError: needs predictions, got null");
        assertRefused(() -> loss.sum(ones, null), "SquaredError: needs targets, got null");
        assertRefused(() -> loss.broadcasting().mean(null, zeros), "SquaredError: needs predictions, got null");
        assertRefused(() -> new CrossEntropy().mean(null, Indices.of(0)), "CrossEntropy: needs rows, got null");
        assertRefused(() -> new CrossEntropy().mean(ones, (Indices) null), "CrossEntropy: needs labels, got null");
        Loss none = (_, _) -> null;
        assertRefused(() -> none.mean(ones, zeros), "Loss: needs a formula that gives one loss for each element");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessageContaining(message);
    }
}
