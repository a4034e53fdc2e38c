package gradus.nn.files;

import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * TensorFlow's HistogramProto: buckets whose bounds grow by a tenth, from 1e-12 to 1e20, the same
 * below zero; a run of empty ones becomes one.
 */
final class EventHistogram {
    private static final double[] LIMITS = limits();

    private EventHistogram() {}

    private static double[] limits() {
        MutableDoubleList positive = DoubleLists.mutable.empty();
        for (double limit = 1e-12; limit < 1e20; limit *= 1.1) {
            positive.add(limit);
        }
        positive.add(Double.MAX_VALUE);
        MutableDoubleList all = DoubleLists.mutable.empty();
        positive.asReversed().forEach(limit -> all.add(-limit));
        all.add(0);
        all.addAll(positive);
        return all.toArray();
    }

    static Protobuf of(double[] all) {
        double[] numbers = Arrays.stream(all).filter(Double::isFinite).toArray();
        double[] counts = new double[LIMITS.length];
        double sum = 0;
        double squares = 0;
        for (double number : numbers) {
            counts[bucket(number)]++;
            sum += number;
            squares += number * number;
        }
        MutableDoubleList limits = DoubleLists.mutable.empty();
        MutableDoubleList buckets = DoubleLists.mutable.empty();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0 && buckets.notEmpty() && buckets.getLast() == 0) {
                limits.set(limits.size() - 1, LIMITS[i]);
            } else {
                limits.add(LIMITS[i]);
                buckets.add(counts[i]);
            }
        }
        return new Protobuf()
                .number(
                        1,
                        numbers.length == 0 ? 0 : Arrays.stream(numbers).min().getAsDouble())
                .number(
                        2,
                        numbers.length == 0 ? 0 : Arrays.stream(numbers).max().getAsDouble())
                .number(3, (double) numbers.length)
                .number(4, sum)
                .number(5, squares)
                .numbers(6, limits.toArray())
                .numbers(7, buckets.toArray());
    }

    /** The first bucket whose limit is above the number; the last for the greatest of all. */
    private static int bucket(double number) {
        int place = Arrays.binarySearch(LIMITS, number + 0.0);
        return Math.min(place >= 0 ? place + 1 : -place - 1, LIMITS.length - 1);
    }
}
