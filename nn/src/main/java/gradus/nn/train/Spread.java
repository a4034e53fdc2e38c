package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** Several measurements of the same thing. */
public record Spread(ImmutableDoubleList values) {

    /**
     * The spread of these.
     *
     * @throws ArgumentException if there are fewer than 2
     */
    public Spread {
        if (values.size() < 2) {
            throw new ArgumentException("Spread", "2 values or more", values.size() + "", "");
        }
    }

    /** The spread of these. */
    public static Spread of(double... values) {
        return new Spread(DoubleLists.immutable.with(values));
    }

    /**
     * The spreads of several series at each place that all of them have, such as of the losses of
     * trainings from several seeds in each epoch. A training that ended early ends the list.
     *
     * @throws ArgumentException if there are fewer than 2 series
     */
    public static ImmutableList<Spread> ofEach(ImmutableList<ImmutableDoubleList> series) {
        if (series.size() < 2) {
            throw new ArgumentException("Spread.ofEach", "2 series or more", series.size() + "", "");
        }
        int places = series.collectInt(ImmutableDoubleList::size).min();
        return Lists.immutable.fromStream(IntStream.range(0, places)
                .mapToObj(place -> new Spread(series.collectDouble(values -> values.get(place)))));
    }

    /** The mean; of equal values exactly that value. */
    public double mean() {
        double scale = scale();
        return isConstant() ? values.getFirst() : scaledSum(scale) / values.size() / scale;
    }

    /**
     * The standard deviation as estimated from a sample: with n - 1 in the denominator; of equal
     * values exactly 0.
     */
    public double deviation() {
        if (isConstant()) {
            return 0;
        }
        double scale = scale();
        double mean = mean() * scale;
        double squares = values.injectInto(0.0, (sum, value) -> sum + (value * scale - mean) * (value * scale - mean));
        return Math.sqrt(squares / (values.size() - 1)) / scale;
    }

    private double scaledSum(double scale) {
        MutableDoubleList scaled = DoubleLists.mutable.withInitialCapacity(values.size());
        values.forEach(value -> scaled.add(value * scale));
        return scaled.sum();
    }

    private boolean isConstant() {
        return values.min() == values.max();
    }

    /**
     * The power of two that makes the largest size about 1: multiplying by it is exact, and no
     * square overflows or vanishes.
     */
    private double scale() {
        double size = Math.max(Math.abs(values.min()), Math.abs(values.max()));
        int exponent = size == 0 || !Double.isFinite(size) ? 0 : Math.clamp(Math.getExponent(size), -1022, 1022);
        return Math.scalb(1.0, -exponent);
    }

    /** Such as {@code 0.9812 +- 0.0011 (n = 3)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f +- %.4f (n = %d)", mean(), deviation(), values.size());
    }
}
