package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.util.Locale;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
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

    /** The mean. */
    public double mean() {
        return values.sum() / values.size();
    }

    /** The standard deviation as estimated from a sample: with n - 1 in the denominator. */
    public double deviation() {
        double mean = mean();
        double squares = values.injectInto(0.0, (sum, value) -> sum + (value - mean) * (value - mean));
        return Math.sqrt(squares / (values.size() - 1));
    }

    /** Such as {@code 0.9812 +- 0.0011 (n = 3)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f +- %.4f (n = %d)", mean(), deviation(), values.size());
    }
}
