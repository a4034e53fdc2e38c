package gradus.examples.shared;

import java.util.stream.IntStream;
import module gradus.examples;

/** Curves of trainings. */
public final class Curves {
    private Curves() {}

    /** What was measured under a name, over the epochs, in percent. */
    public static Curve percent(String name, History history, String measured) {
        return Curve.from1(name, history.epochs().collectDouble(epoch -> 100 * epoch.get(measured)));
    }

    /** Means over so many numbers after one another, each at the place of the last of them. */
    public static Curve means(String name, ImmutableDoubleList numbers, int part) {
        ImmutableDoubleList means = means(numbers, part);
        IntStream ends = IntStream.rangeClosed(1, means.size()).map(number -> number * part);
        return new Curve(name, DoubleLists.immutable.withAll(ends.asDoubleStream()), means);
    }

    /** Means over so many numbers after one another; the last ones are left out where they are fewer. */
    public static ImmutableDoubleList means(ImmutableDoubleList numbers, int part) {
        return DoubleLists.immutable.withAll(IntStream.rangeClosed(1, numbers.size() / part)
                .mapToDouble(number -> mean(numbers, (number - 1) * part, number * part)));
    }

    /** The mean of the numbers {@code from} to before {@code to}. */
    public static double mean(ImmutableDoubleList numbers, int from, int to) {
        return IntStream.range(from, to).mapToDouble(numbers::get).average().orElse(Double.NaN);
    }

    /** The loss of a training and of its validation, over the epochs. */
    public static ImmutableList<Curve> losses(History history, String validation) {
        return Lists.immutable.with(
                Curve.from1("training", history.column(Epoch.LOSS)),
                Curve.from1(validation, history.column(Epoch.VALIDATION_LOSS)));
    }
}
