package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What tests of tensors assert, with every element compared. */
public final class TensorAssertions {
    private TensorAssertions() {}

    /** Same shape and type, and every element within {@code relative * max(1, |expected|)}. */
    public static void assertNear(Tensor actual, Tensor expected, double relative) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        double[] actuals = actual.toDoubleArray();
        double[] expecteds = expected.toDoubleArray();
        for (int i = 0; i < actuals.length; i++) {
            assertThat(actuals[i])
                    .as("element %d of %s against %s", i, actual, expected)
                    .isCloseTo(expecteds[i], within(relative * Math.max(1, Math.abs(expecteds[i]))));
        }
    }

    /** Same shape and type, and every element the same bit for bit. */
    public static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.dtype()).isEqualTo(expected.dtype());
        assertThat(actual.toDoubleArray()).isEqualTo(expected.toDoubleArray());
    }

    /** Numbers of a normal distribution, F64. */
    public static Tensor normal(long seed, int... dims) {
        return Tensor.normal(DType.F64, Shape.of(dims), 0, 1, Randomness.seeded(seed));
    }

    /** Numbers from {@code low} to {@code high}, F64. */
    public static Tensor uniform(long seed, double low, double high, int... dims) {
        return Tensor.uniform(DType.F64, Shape.of(dims), low, high, Randomness.seeded(seed));
    }
}
