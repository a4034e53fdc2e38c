package gradus.autodiff.kernel.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The greatest errors of the elementary functions, and the page that lists them. */
class ElementaryAccuracyTest {
    private static final Path PAGE = Path.of("../docs/elementary-functions.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([\\d.]+) \\| ([\\d.]+) \\|$");
    private static final double FLOAT_LIMIT = 1;
    private static final double DOUBLE_LIMIT = 2;

    /**
     * Arguments for each power of two; 50 tries are the usual number, more are asked for by the
     * long profile.
     */
    private static final int POINTS = Math.max(1, Integer.getInteger("jqwik.tries.default", 50) / 50);

    /** Of so many floats one is tried; 1 tries all of them, which takes minutes. */
    private static final int STRIDE = Integer.getInteger("gradus.floats", 4099);

    /** Nearer to 0 the functions are their own tangents. */
    private static final float NEAR_ZERO = 0x1p-32f;

    @Test
    void floatsAreWithinOneUnitInTheLastPlaceAndDoublesWithinTwo() {
        Map<ElementaryFunction, Double> floats = new EnumMap<>(ElementaryFunction.class);
        Map<ElementaryFunction, Double> doubles = new EnumMap<>(ElementaryFunction.class);
        for (ElementaryFunction f : ElementaryFunction.values()) {
            floats.put(f, Math.max(worstOfFloats(f), Math.max(sweep(f, 1), sweep(f, -1))));
            doubles.put(f, worstOfDoubles(f));
        }
        if (System.getProperty("gradus.table", "").equals("write")) {
            write(floats, doubles);
        }
        assertThat(floats)
                .allSatisfy((f, worst) -> assertThat(worst).as("%s in float", f).isLessThanOrEqualTo(FLOAT_LIMIT));
        assertThat(doubles)
                .allSatisfy(
                        (f, worst) -> assertThat(worst).as("%s in double", f).isLessThanOrEqualTo(DOUBLE_LIMIT));
    }

    @Test
    void thePageListsEveryFunctionWithItsErrors() throws IOException {
        ImmutableList<String> names =
                Lists.immutable.with(ElementaryFunction.values()).collect(ElementaryAccuracyTest::name);
        Matcher row = ROW.matcher(Files.readString(PAGE));
        assertThat(row.results().map(match -> match.group(1)))
                .as("%s; write it again with -Dgradus.table=write", PAGE)
                .containsExactlyElementsOf(names);
        row.reset();
        while (row.find()) {
            assertThat(Double.parseDouble(row.group(2))).isLessThanOrEqualTo(FLOAT_LIMIT);
            assertThat(Double.parseDouble(row.group(3))).isLessThanOrEqualTo(DOUBLE_LIMIT);
        }
    }

    private static double worstOfFloats(ElementaryFunction f) {
        double[] worst = {0};
        points(Float.MIN_EXPONENT - 23, Float.MAX_EXPONENT, wide -> {
            float x = (float) wide;
            if (x >= f.low && x <= f.high && x != 0) {
                worst[0] = Math.max(
                        worst[0], error(f.ofFloat.at(x), f.precise.apply(new BigDecimal(x)), true, f + " at " + x));
            }
        });
        return worst[0];
    }

    /** The error at the float where the float function is furthest from the double one. */
    private static double sweep(ElementaryFunction f, int sign) {
        double worst = 0;
        float where = Float.NaN;
        for (long bits = Float.floatToRawIntBits(NEAR_ZERO);
                bits <= Float.floatToRawIntBits(Float.MAX_VALUE);
                bits += STRIDE) {
            float x = sign * Float.intBitsToFloat((int) bits);
            if (x >= f.low && x <= f.high) {
                double expected = f.ofDouble.applyAsDouble(x);
                double error = Math.abs(f.ofFloat.at(x) - expected) / Math.ulp((float) expected);
                if (error > worst) {
                    worst = error;
                    where = x;
                }
            }
        }
        return Float.isNaN(where)
                ? 0
                : error(f.ofFloat.at(where), f.precise.apply(new BigDecimal(where)), true, f + " at " + where);
    }

    /** Where denser searches found the greatest errors. */
    @ParameterizedTest
    @CsvSource({
        "SILU, -81.42039",
        "SILU, -91.86426",
        "EXP, -5.8697",
        "EXP, 59.275005",
        "SIGMOID, -49.554966",
        "SOFTPLUS, -1.2621487",
        "LOG_SIGMOID, 1.2621487"
    })
    void theWorstPlacesKnown(ElementaryFunction f, float x) {
        double worst = 0;
        float at = x - 250 * Math.ulp(x);
        for (int step = 0; step < 500; step++) {
            worst = Math.max(
                    worst, error(f.ofFloat.at(at), f.precise.apply(new BigDecimal(at)), true, f + " at " + at));
            at = Math.nextUp(at);
        }
        assertThat(worst).isLessThanOrEqualTo(FLOAT_LIMIT);
    }

    private static double worstOfDoubles(ElementaryFunction f) {
        double[] worst = {0};
        points(Double.MIN_EXPONENT - 52, Double.MAX_EXPONENT, x -> {
            if (x >= f.low && x <= f.high && x != 0) {
                worst[0] = Math.max(
                        worst[0],
                        error(f.ofDouble.applyAsDouble(x), f.precise.apply(new BigDecimal(x)), false, f + " at " + x));
            }
        });
        return worst[0];
    }

    /**
     * Some arguments of every power of two, many of the moderate ones, and even more of those
     * around 1.
     */
    private static void points(int least, int most, DoubleConsumer use) {
        SplittableRandom random = new SplittableRandom(7);
        for (int exponent = least; exponent <= most; exponent++) {
            int points =
                    exponent > -3 && exponent < 10 ? 40 * POINTS : exponent > -30 && exponent < 30 ? 4 * POINTS : 1;
            for (int i = 0; i < points; i++) {
                double x = Math.scalb(1 + random.nextDouble(), exponent);
                use.accept(x);
                use.accept(-x);
            }
        }
    }

    /** In units in the last place of the nearest number. */
    private static double error(double got, BigDecimal expected, boolean single, String what) {
        double nearest = single ? expected.floatValue() : expected.doubleValue();
        if (Double.isInfinite(nearest) || Double.isInfinite(got)) {
            assertThat(got).as(what).isEqualTo(nearest);
            return 0;
        }
        assertThat(got).as(what).isNotNaN();
        double unit = single ? Math.ulp((float) nearest) : Math.ulp(nearest);
        return new BigDecimal(got)
                .subtract(expected)
                .abs()
                .divide(new BigDecimal(unit), new MathContext(5, RoundingMode.UP))
                .doubleValue();
    }

    private static String name(ElementaryFunction f) {
        return f.name().toLowerCase(Locale.ROOT);
    }

    private static void write(Map<ElementaryFunction, Double> floats, Map<ElementaryFunction, Double> doubles) {
        String rows = Lists.immutable
                .with(ElementaryFunction.values())
                .collect(f -> "| `%s` | %.2f | %.2f |%n"
                        .formatted(
                                name(f), Math.ceil(floats.get(f) * 100) / 100, Math.ceil(doubles.get(f) * 100) / 100))
                .makeString("");
        try {
            String page = Files.readString(PAGE);
            int start = page.indexOf("| --- | ---: | ---: |\n") + "| --- | ---: | ---: |\n".length();
            int end = page.indexOf("\n\n", start);
            Files.writeString(PAGE, page.substring(0, start) + rows.stripTrailing() + page.substring(end));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
