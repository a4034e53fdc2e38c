package gradus.examples.shared;

import java.util.stream.IntStream;
import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/** Curves of trainings. */
public final class Curves {
    private Curves() {}

    /** What was measured under a name, over the epochs, in percent. */
    public static Curve percent(String name, History history, String measured) {
        return Curve.from1(name, history.epochs().collectDouble(epoch -> 100 * epoch.get(measured)));
    }

    /** Means over so many numbers after one another, each at the place of the last of them. */
    public static Curve means(String name, ImmutableDoubleList numbers, int part) {
        ImmutableList<Integer> ends =
                Interval.fromToBy(part, numbers.size(), part).toImmutableList();
        return new Curve(
                name,
                ends.collectDouble(Integer::doubleValue),
                ends.collectDouble(end -> mean(numbers, end - part, end)));
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
