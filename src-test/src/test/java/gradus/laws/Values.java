package gradus.laws;

import java.util.Random;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** A way to draw the elements of an input. */
interface Values {
    /**
     * How far from a kink elements stay: differences reach 0.24 at most with the steps that {@link
     * Domain} gives them.
     */
    double GAP = 0.3;

    double[] draw(Random random, int count);

    Values ORDINARY = between(-2.5, 2.5);
    Values POSITIVE = between(0.5, 3);
    Values UP_TO_ONE = between(-1, 1);
    Values ABOVE_MINUS_HALF = between(-0.5, 3);
    Values PROBABILITY = between(0.05, 0.95);

    /** Bases and targets at once: one input in both places. */
    Values ANYWHERE_TWICE = between(0.5, 0.95);

    Values AWAY_FROM_ZERO = each(random -> (random.nextBoolean() ? 1 : -1) * between(random, 0.5, 2.5));

    /** From 0, 2, -2, ... up to a half more: never near {@link #ODD}. */
    Values EVEN = each(random -> 2 * random.nextInt(-1, 2) + between(random, 0, 0.5));

    Values ODD = each(random -> 2 * random.nextInt(-1, 2) + 1 + between(random, 0, 0.5));

    /**
     * Factors about 1 in size, so that thousands do not overflow, one of them perhaps 0. With two
     * zeros there would be no first derivative to compare with.
     */
    Values FACTORS = (random, count) -> {
        double[] elements = each(r -> (r.nextBoolean() ? 1 : -1) * StrictMath.pow(2, between(r, -0.25, 0.25)))
                .draw(random, count);
        if (count > 0 && random.nextBoolean()) {
            elements[random.nextInt(count)] = 0;
        }
        return elements;
    };

    /** No two nearer than twice the {@link #GAP}: both may move. */
    Values DISTINCT = (random, count) -> {
        MutableDoubleList elements = DoubleLists.mutable.empty();
        for (int i = 0; i < count; i++) {
            elements.add((i - count / 2) * 3 * GAP + between(random, 0, GAP));
        }
        for (int i = count - 1; i > 0; i--) {
            elements.swap(i, random.nextInt(i + 1));
        }
        return elements.toArray();
    };

    static Values between(double low, double high) {
        return each(random -> between(random, low, high));
    }

    /** From {@code low} to {@code high}, but never near a kink. */
    static Values awayFrom(double low, double high, double... kinks) {
        return each(random -> {
            while (true) {
                double drawn = between(random, low, high);
                if (DoubleLists.immutable.with(kinks).noneSatisfy(kink -> Math.abs(drawn - kink) < GAP)) {
                    return drawn;
                }
            }
        });
    }

    private static Values each(java.util.function.ToDoubleFunction<Random> one) {
        return (random, count) ->
                random.doubles(count).map(_ -> one.applyAsDouble(random)).toArray();
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /**
     * Zeros, infinities, NaN, and numbers of any size up to {@code huge}, tiny ones if huge ones
     * too.
     */
    static Values special(double huge) {
        double[] sizes = {1e300, 1e30, 3e38, 1e10, 700, 80, 40, 2, 1, 0.5, 1e-10, 1e-30, 1e-40, 1e-300, 1e-310, 5e-324};
        double[] allowed = java.util.Arrays.stream(sizes)
                .filter(size -> size <= huge && size >= 1 / huge || size < 1 && huge >= 1e30)
                .toArray();
        double[] exceptions = {0, Double.POSITIVE_INFINITY, Double.NaN};
        return each(random -> (random.nextBoolean() ? 1 : -1)
                * switch (random.nextInt(8)) {
                    case 0 -> exceptions[random.nextInt(3)];
                    case 1, 2, 3 -> allowed[random.nextInt(allowed.length)];
                    case 4 -> 0;
                    default -> between(random, 0, 3);
                });
    }

    /** Elements for the forward computation alone, over many orders of magnitude. */
    static Values of(Domain.Wide wide, Values narrow) {
        return switch (wide) {
            case ANY -> each(random -> (random.nextBoolean() ? 1 : -1) * magnitude(random));
            case POSITIVE -> each(Values::magnitude);
            case ABOVE_MINUS_ONE ->
                each(random -> random.nextBoolean() ? magnitude(random) : -Math.min(0.999, magnitude(random)));
            case MODERATE -> each(random -> Math.clamp((random.nextBoolean() ? 1 : -1) * magnitude(random), -80, 80));
            case NARROW -> narrow;
        };
    }

    private static double magnitude(Random random) {
        return StrictMath.pow(10, between(random, -6, 6));
    }
}
