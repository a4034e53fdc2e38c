package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Activations;
import gradus.autodiff.Piecewise;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The choice of operators for the laws, and what the laws say while they run. */
class ChosenOperatorsTest {
    @Test
    void namesOfErrorsAndOfFamilies() {
        assertThat(ChosenOperators.named("")).isEqualTo(Operators.ALL);
        assertThat(ChosenOperators.named("softplus")).containsExactly(Activations.Softplus.class);
        assertThat(ChosenOperators.named(" leakyRelu, Softplus ,"))
                .containsExactlyInAnyOrder(Activations.Softplus.class, Piecewise.LeakyRelu.class);
        assertThat(ChosenOperators.named("Piecewise.Relu")).containsExactly(Piecewise.Relu.class);
    }

    @Test
    void unknownNamesAreRefusedWithCloseOnes() {
        assertThatThrownBy(() -> ChosenOperators.named("softplus,sofplus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "gradus.operators: needs names of operators, got sofplus; close ones: softplus, ")
                .satisfies(
                        refusal -> assertThat(refusal.getMessage().split(", ")).hasSize(6));
        assertThatThrownBy(() -> ChosenOperators.named("Activations.Sigmod"))
                .hasMessageContaining("close ones: sigmoid, ");
        assertThatThrownBy(() -> ChosenOperators.named("relu6")).hasMessageContaining("close ones: relu");
    }

    @Test
    void lawsSayWhatTheyDoWithoutFloodingTheConsole() {
        var text = new ByteArrayOutputStream();
        var seconds = new AtomicLong();
        var progress = new LawProgress(
                new PrintStream(text, true, StandardCharsets.UTF_8), () -> seconds.get() * 1_000_000_000L);
        for (int second = 0; second < 25; second++) {
            seconds.set(second);
            progress.tries("order 3", 139);
        }
        progress.tries("where", 1);
        progress.tries("where", 1);
        assertThat(text.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "law \"order 3\" for 139 operators",
                        "law \"order 3\" after 10 tries",
                        "law \"order 3\" after 20 tries",
                        "law \"where\" for 1 operator");
    }
}
