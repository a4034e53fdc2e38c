package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.Quarter;
import org.hipparchus.analysis.differentiation.Gradient;
import org.junit.jupiter.api.Test;

class PlaceholderTest {
    @Test
    void halves() {
        assertThat(Placeholder.half(3f)).isEqualTo(1.5f);
        assertThat(Quarter.of(Gradient.variable(1, 0, 3).getValue())).isEqualTo(0.75);
    }
}
