package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * A search that ends poor trials early: all candidates are tried with a small budget, such as one
 * epoch, the best of them with a larger one, and so on. Successive halving: Jamieson and Talwalkar,
 * AISTATS 2016.
 *
 * {@snippet lang = java :
 * var halving = SuccessiveHalving.of(1, 27, 3); // 1, 3, 9 and 27 epochs; a third goes on each time
 * var found = Trials.seeded(7).threads(2).search(candidates, halving, (settings, random, epochs) ->
 *         trainer(settings, random.nextLong()).epochs(epochs).train(data).last().validationLoss());
 * found.last().lowest().candidate();
 * }
 *
 * <p>A candidate has the same random numbers with each budget. So a trial may begin anew, or go on
 * from a {@linkplain Trainer#checkpoint checkpoint} of its own, with the same bits. Immutable.
 */
public final class SuccessiveHalving {
    private final ImmutableIntList budgets;
    private final int factor;
    private final boolean prefersHigh;
    private final boolean isAsynchronous;

    private SuccessiveHalving(ImmutableIntList budgets, int factor, boolean prefersHigh, boolean isAsynchronous) {
        this.budgets = budgets;
        this.factor = factor;
        this.prefersHigh = prefersHigh;
        this.isAsynchronous = isAsynchronous;
    }

    /**
     * With a last budget of {@code most}; each before it is the factor-th part of the next, rounded
     * down, as long as it is {@code least} or more. Of the candidates of a budget, so many as divided
     * by the factor go on, rounded down, but one at least; those with the lowest scores.
     *
     * @throws ArgumentException unless {@code 1 <= least <= most} and the factor is 2 or more
     */
    public static SuccessiveHalving of(int least, int most, int factor) {
        if (least < 1 || least > most || factor < 2) {
            throw new ArgumentException(
                    "SuccessiveHalving",
                    "1 <= least <= most and a factor of 2 or more",
                    "least " + least + ", most " + most + ", factor " + factor,
                    "");
        }
        var budgets = IntLists.mutable.empty();
        for (int budget = most; budget >= least; budget /= factor) {
            budgets.add(budget);
        }
        return new SuccessiveHalving(budgets.reverseThis().toImmutable(), factor, false, false);
    }

    /** The same search in which those with the highest scores go on. */
    public SuccessiveHalving highest() {
        return new SuccessiveHalving(budgets, factor, true, isAsynchronous);
    }

    /**
     * The same search without waiting for all trials of a budget: a candidate goes on as soon as it is
     * among the best of those that have ended (Li et al., MLSys 2020). It keeps slots busy. But who
     * goes on depends on who ends first, so results differ from run to run.
     */
    public SuccessiveHalving asynchronous() {
        return new SuccessiveHalving(budgets, factor, prefersHigh, true);
    }

    /** The budgets, from the smallest to the largest. */
    public ImmutableIntList budgets() {
        return budgets;
    }

    /** What is done in a trial of a candidate. */
    @FunctionalInterface
    public interface Trial<C> {
        /** The score with this budget, such as a loss after so many epochs. */
        double score(C candidate, Randomness random, int budget) throws Exception;
    }

    /** What came of the candidates that had one budget. */
    public record Rung<C>(int budget, TrialResults<C> results) {
        private String line() {
            ImmutableDoubleList scores =
                    results.results().collectDouble(TrialResults.Result::score).reject(Double::isNaN);
            return String.format(
                    Locale.ROOT,
                    "%6d  %6d  %10.6g  %10.6g\n",
                    budget,
                    results.results().size(),
                    scores.minIfEmpty(Double.NaN),
                    scores.maxIfEmpty(Double.NaN));
        }

        /** The budget above the table of its results. */
        @Override
        public String toString() {
            return "budget " + budget + "\n" + results;
        }
    }

    /** What came of each budget, from the smallest to the largest that any candidate had. */
    public record Rungs<C>(ImmutableList<Rung<C>> all) {
        /** The results with the largest budget. */
        public TrialResults<C> last() {
            return all.getLast().results();
        }

        /**
         * A table: of each budget how many trials there were, and the lowest and highest of their
         * scores.
         */
        @Override
        public String toString() {
            return "budget  trials      lowest     highest\n"
                    + all.collect(Rung::line).makeString("");
        }
    }

    /**
     * Searches, for those who do the trials elsewhere.
     *
     * @param jobs of {@link Trials#jobs}, one or more
     * @param atOnce how many trials may run at once where the search is asynchronous
     * @param run does these trials with a budget; called from several threads where the search is
     *     asynchronous
     */
    public <C> Rungs<C> search(
            ImmutableList<Trials.Job<C>> jobs,
            int atOnce,
            BiFunction<ImmutableList<Trials.Job<C>>, Integer, TrialResults<C>> run) {
        return new Rungs<>(isAsynchronous ? race(jobs, atOnce, run) : inTurn(jobs, run));
    }

    private <C> ImmutableList<Rung<C>> inTurn(
            ImmutableList<Trials.Job<C>> all, BiFunction<ImmutableList<Trials.Job<C>>, Integer, TrialResults<C>> run) {
        MutableList<Rung<C>> rungs = Lists.mutable.empty();
        ImmutableList<Trials.Job<C>> jobs = all;
        for (int rung = 0; rung < budgets.size() && jobs.notEmpty(); rung++) {
            TrialResults<C> results = run.apply(jobs, budgets.get(rung));
            rungs.add(new Rung<>(budgets.get(rung), results));
            ImmutableList<Integer> best = bestFirst(results.results())
                    .take(Math.max(1, share(jobs.size())))
                    .collect(TrialResults.Result::number);
            jobs = jobs.select(job -> best.contains(job.number()));
        }
        return rungs.toImmutable();
    }

    private <C> ImmutableList<Rung<C>> race(
            ImmutableList<Trials.Job<C>> jobs,
            int atOnce,
            BiFunction<ImmutableList<Trials.Job<C>>, Integer, TrialResults<C>> run) {
        var race = new HalvingRace<>(this, jobs);
        Callable<Boolean> runner = () -> {
            race.run(run);
            return true;
        };
        Trials.run(atOnce, Interval.oneTo(atOnce).collect(_ -> runner).toList().toImmutable());
        return race.rungs();
    }

    /** How many of so many that have ended go on. */
    int share(int ended) {
        return ended / factor;
    }

    /** Those that did not diverge, the best first, and of equals the one with the lower number. */
    <C> ImmutableList<TrialResults.Result<C>> bestFirst(ImmutableList<TrialResults.Result<C>> results) {
        Comparator<TrialResults.Result<C>> byScore = Comparator.comparingDouble(TrialResults.Result::score);
        return results.reject(result -> Double.isNaN(result.score()))
                .toSortedList(
                        (prefersHigh ? byScore.reversed() : byScore).thenComparingInt(TrialResults.Result::number))
                .toImmutable();
    }

    /** Such as {@code SuccessiveHalving with budgets of 1, 3, 9, 27}. */
    @Override
    public String toString() {
        return "SuccessiveHalving with budgets of " + budgets.makeString();
    }
}
