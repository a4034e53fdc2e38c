package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elementwise operators that are large enough to be shared among cores, however their operands broadcast. */
class LargeOperandsTest {
    private final int threads = Gradus.threads();

    @AfterEach
    void restoreThreads() {
        Gradus.setThreads(threads);
    }

    @ParameterizedTest
    @CsvSource({
        "'300,500', '300,500'",
        "'300,500', ''",
        "'', '300,500'",
        "'300,500', '500'",
        "'300,1', '300,500'",
        "'3,70001', '3,1'",
        "'70001,3', '3'",
        "'40,1,50,1', '1,30,1,7'",
        "'40,30,1,7', '30,50,1'"
    })
    void everyElementIsMadeOfItsOwnTwo(String left, String right) {
        Tensor a = uniform(1, dims(left));
        Tensor b = uniform(2, dims(right));
        Gradus.setThreads(4);
        Tensor y = a.sub(b);
        Shape shape = y.shape();
        double[] whole = a.broadcastTo(shape).toDoubleArray();
        double[] other = b.broadcastTo(shape).toDoubleArray();
        double[] result = y.toDoubleArray();
        assertThat(result.length).isGreaterThan(65536);
        for (int i = 0; i < result.length; i++) {
            assertThat(result[i]).isEqualTo(whole[i] - other[i]);
        }
    }

    @Test
    void functionsOfOneInput() {
        Gradus.setThreads(4);
        Tensor x = uniform(1, 200_003);
        double[] before = x.toDoubleArray();
        double[] after = x.neg().toDoubleArray();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isEqualTo(-before[i]);
        }
    }

    private static int[] dims(String text) {
        return text.isEmpty()
                ? new int[0]
                : java.util.Arrays.stream(text.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }

    private static Tensor uniform(int seed, int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(new SplittableRandom(seed).doubles(shape.size()).toArray())
                .reshape(shape);
    }
}
