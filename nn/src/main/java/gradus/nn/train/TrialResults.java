package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;

/** The scores of some candidates. Those that diverged have NaN and are never the best. */
public record TrialResults<C>(ImmutableList<Result<C>> results) {

    /** A number that is longer than a reader wants it. */
    private static final Pattern LONG =
            Pattern.compile("(?<![\\w.])-?\\d+\\.\\d{4,}(E-?\\d+)?(?![\\w.])|(?<![\\w.])-?\\d+\\.\\d+E-?\\d+");

    /** A candidate, its place in the list, from 0, and its score. */
    public record Result<C>(int number, C candidate, double score) {}

    /**
     * The result with the highest score: the first of equals.
     *
     * @throws ArgumentException if all diverged
     */
    public Result<C> highest() {
        return finished().maxBy(Result::score);
    }

    /**
     * The result with the lowest score: the first of equals.
     *
     * @throws ArgumentException if all diverged
     */
    public Result<C> lowest() {
        return finished().minBy(Result::score);
    }

    /** All results, the highest scores first, the first of equals before others, and those that diverged last. */
    public ImmutableList<Result<C>> highestFirst() {
        Comparator<Result<C>> byScore = Comparator.comparingDouble(
                result -> Double.isNaN(result.score) ? Double.POSITIVE_INFINITY : -result.score);
        return results.toSortedList(byScore.thenComparingInt(Result::number)).toImmutable();
    }

    private ImmutableList<Result<C>> finished() {
        ImmutableList<Result<C>> finished = results.reject(result -> Double.isNaN(result.score));
        if (finished.isEmpty()) {
            throw new ArgumentException(
                    "TrialResults",
                    "a candidate that did not diverge",
                    "none of " + results.size(),
                    "try lower learning rates");
        }
        return finished;
    }

    /** Mean and deviation of the scores. */
    public Spread spread() {
        return Spread.of(results.collectDouble(Result::score).toArray());
    }

    /** A table, the highest scores first and those that diverged last; of candidates four digits of each number. */
    @Override
    public String toString() {
        return "number       score  candidate\n"
                + highestFirst()
                        .collect(result -> String.format(
                                Locale.ROOT,
                                "%6d  %10.6g  %s\n",
                                result.number,
                                result.score,
                                inWords(result.candidate)))
                        .makeString("");
    }

    private static String inWords(Object candidate) {
        return LONG.matcher(candidate + "").replaceAll(found -> Settings.brief(Double.parseDouble(found.group())));
    }
}
