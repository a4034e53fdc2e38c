package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules beside PyTorch's, which {@code pytorch_optimizers.py} wrote down, their ends, and what they refuse. */
class ScheduleTest {
    private static final ImmutableMap<String, Schedule> SCHEDULES = Maps.mutable
            .<String, Schedule>empty()
            .withKeyValue("constant", Schedule.constant(0.4))
            .withKeyValue("step", Schedule.step(0.4, 5, 0.3))
            .withKeyValue("exponential", Schedule.exponential(0.4, 0.9))
            .withKeyValue("cosine", Schedule.cosine(0.4, 0.01, 24))
            .withKeyValue("linear", Schedule.linear(0.1, 0.4, 10))
            .withKeyValue("one cycle", Schedule.oneCycle(0.4, 25))
            .withKeyValue("one cycle settings", Schedule.oneCycle(0.4, 25, 0.4, 10, 100))
            .withKeyValue("warm-up then cosine", Schedule.linear(0.08, 0.4, 5).then(5, Schedule.cosine(0.4, 19)))
            .toImmutable();

    private final Optimizer sgd = new SGD()
            .of(Lists.immutable.with(Parameter.of("w", Tensor.of(1.0))))
            .learningRate(0.4);

    private static ImmutableList<String[]> fixture() throws IOException {
        return PyTorchOptimizersTest.fixture("pytorch-schedules.csv");
    }

    @Test
    void ratesAreThoseOfPyTorch() throws IOException {
        var lines = fixture().reject(line -> line[0].startsWith("plateau"));
        assertThat(lines.collect(line -> line[0]).toSet())
                .isEqualTo(SCHEDULES.keysView().toSet());
        lines.forEach(line -> {
            Schedule schedule = Objects.requireNonNull(SCHEDULES.get(line[0]));
            for (int step = 0; step < 25; step++) {
                schedule.apply(sgd, step);
                assertThat(sgd.learningRate())
                        .as("%s, step %d", line[0], step)
                        .isCloseTo(Double.parseDouble(line[1 + step]), within(1e-15));
            }
        });
    }

    /** 0.1 · 3 / 3 is not 0.1 in double. */
    @Test
    void aLineEndsExactlyAtItsLastRate() {
        assertThat(Schedule.linear(0, 0.1, 3).at(3)).isEqualTo(0.1);
        assertThat(Schedule.linear(0, 0.1, 3).at(2)).isCloseTo(0.2 / 3, within(1e-16));
        assertThat(Schedule.linear(0, 0.1, 3).at(1_000_000)).isEqualTo(0.1);
    }

    @Test
    void theLastRateStays() {
        assertThat(Schedule.cosine(0.4, 0.01, 24).at(1_000)).isEqualTo(0.01);
        assertThat(Schedule.linear(0, 0.4, 7).at(7)).isEqualTo(0.4);
        assertThat(Schedule.linear(0, 0.4, 7).at(1_000)).isEqualTo(0.4);
        assertThat(Schedule.oneCycle(0.4, 25).at(1_000)).isEqualTo(0.4 / 25 / 1e4);
        assertThat(Schedule.oneCycle(0.4, 10, 0.1, 25, 1e4).at(0)).isEqualTo(0.4);
    }

    @Test
    void epochsAndFactors() {
        var schedule = Schedule.exponential(1, 0.5).perEpoch(3).times(0.25);
        assertThat(schedule.at(0)).isEqualTo(0.25);
        assertThat(schedule.at(2)).isEqualTo(0.25);
        assertThat(schedule.at(3)).isEqualTo(0.125);
        assertThat(schedule.at(11)).isEqualTo(0.03125);
    }

    @Test
    void aFunctionIsASchedule() {
        Schedule mine = step -> 1.0 / (1 + step);
        mine.then(2, Schedule.constant(7)).apply(sgd, 1);
        assertThat(sgd.learningRate()).isEqualTo(0.5);
        mine.then(2, Schedule.constant(7)).apply(sgd, 2);
        assertThat(sgd.learningRate()).isEqualTo(7);
    }

    @Test
    void schedulesAreValues() {
        assertThat(Schedule.cosine(0.1, 100)).isEqualTo(Schedule.cosine(0.1, 0, 100));
        assertThat(Schedule.step(0.1, 5, 0.5)).hasToString("exponential(0.1, 0.5).perEpoch(5)");
        var warm = Schedule.linear(0, 0.4, 5).then(5, Schedule.oneCycle(0.4, 19).times(2));
        assertThat(warm).hasToString("linear(0.0, 0.4, 5).then(5, oneCycle(0.4, 19, 0.3, 25.0, 10000.0).times(2.0))");
        assertThat(warm)
                .isEqualTo(Schedule.linear(0, 0.4, 5)
                        .then(5, Schedule.oneCycle(0.4, 19).times(2)))
                .hasSameHashCodeAs(Schedule.linear(0, 0.4, 5)
                        .then(5, Schedule.oneCycle(0.4, 19).times(2)))
                .isNotEqualTo(Schedule.linear(0, 0.4, 5)
                        .then(6, Schedule.oneCycle(0.4, 19).times(2)));
        assertThat(Schedule.constant(0.1)).isNotEqualTo(Schedule.constant(0.2)).isNotEqualTo("constant(0.1)");
        assertThat(Schedule.constant(1).hashCode())
                .isNotEqualTo(Schedule.constant(2).hashCode());
        Schedule mine = step -> step;
        Schedule other = step -> 2 * step;
        assertThat(mine.times(2)).isEqualTo(mine.times(2)).isNotEqualTo(other.times(2));
    }

    private static void assertRefused(Supplier<Schedule> made, String text) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(made::get).withMessage(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleRatesAreRefused(double bad) {
        String rates = ": needs finite learning rates of 0 or more, got " + bad;
        assertRefused(() -> Schedule.constant(bad), "Schedule.constant" + rates);
        assertRefused(() -> Schedule.exponential(bad, 1), "Schedule.exponential" + rates);
        assertRefused(() -> Schedule.linear(bad, 1, 1), "Schedule.linear" + rates);
        assertRefused(() -> Schedule.linear(1, bad, 1), "Schedule.linear" + rates);
        assertRefused(() -> Schedule.cosine(bad, 1), "Schedule.cosine" + rates);
        assertRefused(() -> Schedule.cosine(1, bad, 1), "Schedule.cosine" + rates);
        assertRefused(() -> Schedule.oneCycle(bad, 5), "Schedule.oneCycle" + rates);
        String factors = ": needs finite factors of 0 or more, got " + bad;
        assertRefused(() -> Schedule.exponential(1, bad), "Schedule.exponential" + factors);
        assertRefused(() -> Schedule.step(bad, 1, 1), "Schedule.step" + rates);
        assertRefused(() -> Schedule.step(1, 1, bad), "Schedule.step" + factors);
        assertRefused(() -> Schedule.constant(1).times(bad), "Schedule.times" + factors);
    }

    @Test
    void impossibleNumbersOfStepsAreRefused() {
        String steps = ": needs a number of steps of at least ";
        assertRefused(() -> Schedule.linear(0, 1, 0), "Schedule.linear" + steps + "1, got 0");
        assertRefused(() -> Schedule.cosine(1, 0), "Schedule.cosine" + steps + "1, got 0");
        assertRefused(() -> Schedule.oneCycle(1, 1), "Schedule.oneCycle" + steps + "2, got 1");
        assertRefused(() -> Schedule.step(1, 0, 0.1), "Schedule.step" + steps + "1, got 0");
        assertRefused(() -> Schedule.constant(1).perEpoch(0), "Schedule.perEpoch" + steps + "1, got 0");
        assertRefused(() -> Schedule.constant(1).then(-1, Schedule.constant(2)), "Schedule.then" + steps + "0, got -1");
        assertRefused(
                () -> Schedule.oneCycle(1, 5, 1, 25, 1e4),
                "Schedule.oneCycle: needs a rising part above 0 and below 1, got 1.0; 0.3 rises for three tenths of the"
                        + " steps");
        assertRefused(
                () -> Schedule.oneCycle(1, 5, 0.3, 0.5, 1e4),
                "Schedule.oneCycle: needs divisors of at least 1, got 0.5 and 10000.0");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Schedule.constant(1).apply(sgd, -1))
                .withMessage("Schedule.apply: needs a step from 0, got -1");
    }
}
