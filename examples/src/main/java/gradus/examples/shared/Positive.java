package gradus.examples.shared;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers above 0 for options of programs. */
public final class Positive {
    private Positive() {}

    private static <N extends Number> N parsed(String text, Function<String, N> parser, String need) {
        try {
            N number = parser.apply(text);
            if (number.doubleValue() > 0 && Double.isFinite(number.doubleValue())) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below, as is a number out of range
        }
        throw new TypeConversionException("needs " + need + ", got '" + text + "'");
    }

    /** Whole numbers of 1 or more. */
    public static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return parsed(text, Integer::valueOf, "a whole number of 1 or more");
        }
    }

    /** Finite numbers above 0. */
    public static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            return parsed(text, Double::valueOf, "a finite number above 0");
        }
    }
}
