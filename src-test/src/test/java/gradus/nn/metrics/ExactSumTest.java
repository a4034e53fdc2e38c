package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sums that are rounded once, beside sums without any rounding. */
class ExactSumTest {
    private static double sum(double... numbers) {
        var sum = new ExactSum();
        for (double number : numbers) {
            sum.add(number);
        }
        return sum.value();
    }

    @Test
    void ofNothingAndOfOne() {
        assertThat(sum()).isZero();
        assertThat(sum(-2.5)).isEqualTo(-2.5);
        assertThat(sum(0, -0.0, 0)).isZero();
    }

    @Test
    void smallNumbersAreNotLostBesideLargeOnes() {
        assertThat(sum(1e100, 1, -1e100)).isEqualTo(1);
        assertThat(sum(1, 1e100, 1, -1e100)).isEqualTo(2);
        assertThat(sum(-1e100, 1e-100, 1e100)).isEqualTo(1e-100);
        assertThat(sum(0.1, 0.2, 0.3, -0.6)).isEqualTo(2.7755575615628914e-17);
    }

    /** Of two doubles equally near to the sum the even one, unless something more follows, however small. */
    @ParameterizedTest
    @CsvSource({
        "1, 0x1p-53, 0, 1",
        "1, 0x1p-53, 0x1p-120, 0x1.0000000000001p0",
        "1, 0x1p-53, -0x1p-120, 1",
        "0x1.0000000000001p0, 0x1p-53, 0, 0x1.0000000000002p0",
        "0x1.0000000000001p0, 0x1p-53, 0x1p-120, 0x1.0000000000002p0",
        "0x1.0000000000001p0, 0x1p-53, -0x1p-120, 0x1.0000000000001p0",
        "1, 0x1.8p-54, 0x1p-120, 1",
        "1, 0x1.8p-54, -0x1p-120, 1"
    })
    void halfwaySumsAreRoundedByWhatFollows(String first, String second, String third, String expected) {
        double[] numbers = {Double.parseDouble(first), Double.parseDouble(second), Double.parseDouble(third)};
        assertThat(sum(numbers)).isEqualTo(Double.parseDouble(expected));
        assertThat(sum(numbers[2], numbers[0], numbers[1])).isEqualTo(Double.parseDouble(expected));
        assertThat(sum(-numbers[1], -numbers[2], -numbers[0])).isEqualTo(-Double.parseDouble(expected));
    }

    /** Numbers of sizes far apart and of few digits, so that many cancel, tie and overlap. */
    @Test
    void numbersOfManySizes() {
        var random = Randomness.seeded(5);
        for (int draw = 0; draw < 2_000; draw++) {
            var sum = new ExactSum();
            var exact = BigDecimal.ZERO;
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                double number = Math.scalb((double) random.nextInt(-3, 4), -random.nextInt(0, 4) * 53);
                sum.add(number);
                exact = exact.add(new BigDecimal(number));
            }
            assertThat(sum.value()).as("draw %d", draw).isEqualTo(exact.doubleValue());
        }
    }
}
