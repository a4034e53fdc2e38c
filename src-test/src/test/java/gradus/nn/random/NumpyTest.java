package gradus.nn.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both generators beside numbers that NumPy drew; make_numbers.py, beside the numbers, asked for them. */
class NumpyTest {

    /** Calls of one generator in order, and what NumPy's answered. */
    record Draws(String generator, BigInteger seed, ImmutableList<String> calls, double[] numbers) {

        static Draws of(String line) {
            String[] words = line.split(" ");
            return new Draws(
                    words[0],
                    new BigInteger(words[1]),
                    Lists.immutable.with(words[2].split(",")),
                    Arrays.stream(words[3].split(","))
                            .mapToDouble(Double::parseDouble)
                            .toArray());
        }

        double[] ours() {
            RandomGenerator random = generator.equals("state")
                    ? NumpyRandomState.seeded(seed.longValueExact())
                    : NumpyGenerator.seeded(seed);
            if (calls.size() > 1) {
                return calls.asLazy()
                        .collect(call -> draw(random, call, 1))
                        .injectInto(DoubleStream.empty(), (all, some) -> DoubleStream.concat(all, Arrays.stream(some)))
                        .toArray();
            }
            return draw(random, calls.getFirst(), numbers.length);
        }

        private static double[] draw(RandomGenerator random, String call, int count) {
            String[] parts = call.split(":");
            if (parts[0].equals("permutation")) {
                int size = Integer.parseInt(parts[1]);
                var order = random instanceof NumpyGenerator generator
                        ? generator.permutation(size)
                        : ((NumpyRandomState) random).permutation(size);
                return Arrays.stream(order.toArray()).asDoubleStream().toArray();
            }
            return DoubleStream.generate(() -> number(random, parts))
                    .limit(count)
                    .toArray();
        }

        private static double number(RandomGenerator random, String[] call) {
            return switch (call[0]) {
                case "random" -> random.nextDouble();
                case "normal" -> random.nextGaussian();
                case "uniform" ->
                    ((NumpyGenerator) random).uniform(Double.parseDouble(call[1]), Double.parseDouble(call[2]));
                case "integers" -> ((NumpyGenerator) random).integers(Long.parseLong(call[1]), Long.parseLong(call[2]));
                default -> throw new IllegalArgumentException(call[0]);
            };
        }

        @Override
        public String toString() {
            return generator + " " + seed + " " + calls.makeString();
        }
    }

    static Stream<Draws> draws() throws IOException {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(NumpyTest.class.getResourceAsStream("numbers.txt")),
                StandardCharsets.US_ASCII))) {
            return in.lines().filter(line -> !line.startsWith("#")).map(Draws::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("draws")
    void theSameNumbersAsNumpy(Draws draws) {
        assertThat(draws.ours()).isEqualTo(draws.numbers);
    }

    /** {@code default_rng(12345).uniform(-a, a, (64, 32))} of the digits assignment: its first and last number. */
    @Test
    void arraysAreDrawnRowByRow() {
        double bound = Math.sqrt(6.0 / 2048);
        Tensor weights = Tensor.uniform(DType.F64, Shape.of(64, 32), -bound, bound, NumpyGenerator.seeded(12345));
        assertThat(weights.toDoubleArray()).startsWith(-0.02951674140504256).hasSize(2048);
    }

    @Test
    void whatNumpyRefusesIsRefused() {
        assertThatThrownBy(() -> NumpyGenerator.seeded(-1))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("NumpyGenerator: needs a seed of 0 or more, got -1");
        assertThatThrownBy(() -> NumpyRandomState.seeded(1L << 32))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("NumpyRandomState: needs a seed from 0 to 4294967295, got 4294967296");
        assertThatThrownBy(() -> NumpyGenerator.seeded(1).integers(3, 3))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("integers: needs low < high, got 3 and 3");
        assertThatThrownBy(() -> NumpyRandomState.seeded(1).nextInt(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("nextInt: needs a bound of 1 or more, got 0");
    }
}
