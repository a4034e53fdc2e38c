package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.tuple.primitive.ObjectDoublePair;
import org.eclipse.collections.impl.tuple.primitive.PrimitiveTuples;
import org.jspecify.annotations.Nullable;

/** Numbers by name: one combination of a {@link SearchSpace}. */
public record Settings(ImmutableList<ObjectDoublePair<String>> numbers) implements Serializable {
    private static final int DIGITS = 4;
    static final Settings NONE = new Settings(Lists.immutable.empty());

    Settings with(String name, double value) {
        return new Settings(numbers.newWith(PrimitiveTuples.pair(name, value)));
    }

    /**
     * The number of that name.
     *
     * @throws ArgumentException if there is none
     */
    public double get(String name) {
        @Nullable
        ObjectDoublePair<String> found = numbers.detect(pair -> pair.getOne().equals(name));
        if (found == null) {
            throw new ArgumentException(
                    "settings",
                    "one of " + numbers.collect(ObjectDoublePair::getOne).makeString(),
                    name,
                    "");
        }
        return found.getTwo();
    }

    /**
     * The number of that name, as a count: a batch size, say.
     *
     * @throws ArgumentException if there is none, or it is not whole
     */
    public int count(String name) {
        double number = get(name);
        if (number != (int) number) {
            throw new ArgumentException("settings", "a whole number " + name, number + "", "");
        }
        return (int) number;
    }

    /** Such as {@code rate 4.541e-4, hidden 250}: four digits of each number. */
    @Override
    public String toString() {
        return numbers.collect(pair -> pair.getOne() + " " + text(pair.getTwo()))
                .makeString();
    }

    private static String text(double number) {
        return number == (int) number ? (int) number + "" : brief(number);
    }

    /** Four digits of a number, such as {@code 0.08767} and {@code 4.541e-4}. */
    static String brief(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number + "";
        }
        BigDecimal rounded =
                new BigDecimal(number).round(new MathContext(DIGITS)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return exponent >= -3 && exponent < 7
                ? rounded.toPlainString()
                : rounded.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
