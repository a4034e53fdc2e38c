package gradus.nn.train;

import gradus.nn.train.SuccessiveHalving.Rung;
import gradus.nn.train.TrialResults.Result;
import java.util.function.BiFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.MutableSet;
import org.jspecify.annotations.Nullable;

/**
 * Successive halving that waits for nobody: whoever is free takes the next trial. That is one of a
 * candidate among the best of the highest budget where there is such a one, or else of a new
 * candidate. Each call has the lock, but for the trials themselves.
 */
final class HalvingRace<C> {
    private final SuccessiveHalving halving;
    private final ImmutableList<Trials.Job<C>> jobs;
    private final MutableList<State<C>> rungs = Lists.mutable.empty();
    private int begun;
    private int running;
    private boolean isOver;

    /** The trials of one budget. */
    private record State<C>(MutableList<Result<C>> ended, MutableSet<Integer> gone) {}

    /** One trial that is to be done. */
    private record Next<C>(Trials.Job<C> job, int rung) {}

    HalvingRace(SuccessiveHalving halving, ImmutableList<Trials.Job<C>> jobs) {
        this.halving = halving;
        this.jobs = jobs;
        halving.budgets().forEach(_ -> rungs.add(new State<>(Lists.mutable.empty(), Sets.mutable.empty())));
    }

    /** Does trials until none is left. */
    void run(BiFunction<ImmutableList<Trials.Job<C>>, Integer, TrialResults<C>> trials) throws InterruptedException {
        try {
            for (@Nullable Next<C> next = next(); next != null; next = next()) {
                TrialResults<C> results = trials.apply(
                        Lists.immutable.with(next.job), halving.budgets().get(next.rung));
                ended(next, results.results().getOnly());
            }
        } finally {
            stop(); // nothing is left, or a trial has failed and the others are to begin no more
        }
    }

    private synchronized void stop() {
        isOver = true;
        notifyAll();
    }

    private synchronized @Nullable Next<C> next() throws InterruptedException {
        while (!isOver) {
            @Nullable Next<C> next = promoted(false);
            if (next == null && begun < jobs.size()) {
                next = new Next<>(jobs.get(begun++), 0);
            }
            if (next == null && running == 0) {
                next = promoted(true);
            }
            if (next != null) {
                running++;
                return next;
            }
            if (running == 0) {
                return null;
            }
            wait();
        }
        return null;
    }

    /** @param isLast where all have ended, so that the best one goes on, if there are few of them */
    private @Nullable Next<C> promoted(boolean isLast) {
        for (int rung = rungs.size() - 2; rung >= 0; rung--) {
            State<C> state = rungs.get(rung);
            boolean isAlone = isLast && rungs.get(rung + 1).ended.isEmpty();
            int share = Math.max(isAlone ? 1 : 0, halving.share(state.ended.size()));
            @Nullable
            Result<C> best = halving.bestFirst(state.ended.toImmutable())
                    .take(share)
                    .detect(result -> !state.gone.contains(result.number()));
            if (best != null) {
                state.gone.add(best.number());
                return new Next<>(jobs.detect(job -> job.number() == best.number()), rung + 1);
            }
        }
        return null;
    }

    private synchronized void ended(Next<C> trial, Result<C> result) {
        running--;
        rungs.get(trial.rung).ended.add(result);
        notifyAll();
    }

    /** What came of it, in the order of the candidates. */
    synchronized ImmutableList<Rung<C>> rungs() {
        return rungs.collectWithIndex((state, rung) -> new Rung<>(
                        halving.budgets().get(rung),
                        new TrialResults<>(
                                state.ended.toSortedListBy(Result::number).toImmutable())))
                .select(rung -> rung.results().results().notEmpty())
                .toImmutable();
    }
}
