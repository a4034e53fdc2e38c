package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class PlaceholderProperties {
    @Property
    void twiceHalfIsTheSame(@ForAll @DoubleRange(min = -1e9, max = 1e9) double x) {
        assertThat(2 * Placeholder.half(x)).isEqualTo(x);
    }
}
