package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * The settings to be tried, by name: some values of each, or a range. Immutable. All combinations
 * of values make a {@link #grid}, random ones a {@link #sample}, which finds good settings with
 * fewer trials where only some of them matter (Bergstra and Bengio, JMLR 13, 2012).
 */
public final class SearchSpace {
    private sealed interface Axis {
        String name();

        String inWords();

        double draw(RandomGenerator random);
    }

    private record Values(String name, ImmutableList<Double> values) implements Axis {
        @Override
        public String inWords() {
            return name + values.makeString(" of ", " or ", "");
        }

        @Override
        public double draw(RandomGenerator random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    private record Range(String name, double from, double to) implements Axis {
        @Override
        public String inWords() {
            return name + " from " + from + " to " + to;
        }

        @Override
        public double draw(RandomGenerator random) {
            return Math.min(to, from + random.nextDouble() * (to - from));
        }
    }

    private record Magnitudes(String name, double from, double to) implements Axis {
        @Override
        public String inWords() {
            return name + " from " + from + " to " + to + " by magnitude";
        }

        @Override
        public double draw(RandomGenerator random) {
            double drawn = from * StrictMath.exp(random.nextDouble() * StrictMath.log(to / from));
            return Math.clamp(drawn, from, to);
        }
    }

    private final ImmutableList<Axis> axes;

    private SearchSpace(ImmutableList<Axis> axes) {
        this.axes = axes;
    }

    /** Nothing to be set yet. */
    public static SearchSpace of() {
        return new SearchSpace(Lists.immutable.empty());
    }

    /**
     * Also tries these values of a setting, each as likely as the others.
     *
     * @throws ArgumentException if there are none, one is NaN, or the name is taken
     */
    public SearchSpace values(String name, double... values) {
        if (values.length == 0) {
            throw new ArgumentException("SearchSpace", "at least one value of " + name, "none", "");
        }
        if (DoubleLists.immutable.with(values).anySatisfy(Double::isNaN)) {
            throw new ArgumentException("SearchSpace", "numbers as values of " + name, "NaN", "");
        }
        return with(new Values(name, DoubleLists.immutable.with(values).collect(value -> value)));
    }

    /**
     * Also draws a setting evenly from a range.
     *
     * @throws ArgumentException unless {@code from <= to}, both finite, or if the name is taken
     */
    public SearchSpace uniform(String name, double from, double to) {
        require(from <= to && Double.isFinite(to - from), "from <= to, both finite, for " + name, from, to, "");
        return with(new Range(name, from, to));
    }

    /**
     * Also draws a setting from a range so that its logarithm is drawn evenly: for learning rates
     * and the like.
     *
     * @throws ArgumentException unless {@code 0 < from <= to}, both finite, or if the name is taken
     */
    public SearchSpace logUniform(String name, double from, double to) {
        require(
                from > 0 && from <= to && Double.isFinite(to / from),
                "0 < from <= to, both finite, for " + name,
                from,
                to,
                from < 0 ? "the numbers themselves, not their exponents: 1e-4, not -4" : "");
        return with(new Magnitudes(name, from, to));
    }

    private static void require(boolean holds, String need, double from, double to, String hint) {
        if (!holds) {
            throw new ArgumentException("SearchSpace", need, "from " + from + " to " + to, hint);
        }
    }

    private SearchSpace with(Axis axis) {
        if (axes.anySatisfy(known -> known.name().equals(axis.name()))) {
            throw new ArgumentException("SearchSpace", "each setting once", axis.name() + " twice", "");
        }
        return new SearchSpace(axes.newWith(axis));
    }

    /**
     * All combinations, the last setting changing fastest.
     *
     * @throws ArgumentException if a setting is drawn from a range, or there is no setting
     */
    public ImmutableList<Settings> grid() {
        requireSettings("SearchSpace.grid");
        return axes.injectInto(
                Lists.immutable.with(Settings.NONE),
                (combinations, axis) -> combinations.flatCollect(
                        known -> choices(axis).collect(value -> known.with(axis.name(), value))));
    }

    private void requireSettings(String method) {
        if (axes.isEmpty()) {
            throw new ArgumentException(
                    method,
                    "at least one setting",
                    "none",
                    "values, uniform and logUniform give a new space: use what they return");
        }
    }

    private static ImmutableList<Double> choices(Axis axis) {
        if (axis instanceof Values some) {
            return some.values;
        }
        throw new ArgumentException(
                "SearchSpace.grid", "values of " + axis.name(), "a range", "sample(count, random) draws from it");
    }

    /**
     * So many random combinations, 1 or more.
     *
     * @throws ArgumentException if there are to be none, or there is no setting
     */
    public ImmutableList<Settings> sample(int count, RandomGenerator random) {
        if (count < 1) {
            throw new ArgumentException("SearchSpace.sample", "1 combination or more", count + "", "");
        }
        requireSettings("SearchSpace.sample");
        return Interval.oneTo(count)
                .collect(_ ->
                        axes.injectInto(Settings.NONE, (known, axis) -> known.with(axis.name(), axis.draw(random))))
                .toImmutableList();
    }

    /** Each setting with its values or its range, such as {@code rate from 0.01 to 0.3}. */
    @Override
    public String toString() {
        return axes.collect(Axis::inWords).makeString("SearchSpace(", ", ", ")");
    }
}
