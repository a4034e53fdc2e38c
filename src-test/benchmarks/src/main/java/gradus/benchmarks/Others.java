package gradus.benchmarks;

import gradus.benchmarks.Results.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The best of several other libraries for a workload, measured once elsewhere, in the workload's
 * unit.
 */
final class Others {
    private static final String FILE = "others-2026-11-20.json";

    private Others() {}

    /**
     * The best for one workload, by number of threads.
     *
     * @param aim which part of the best one's time Gradus should take at most
     */
    record Best(String workload, double aim, Map<Integer, Measured> best) {}

    /** A figure and whose it is. */
    record Measured(double value, String by) {}

    /**
     * A row for each workload that was measured both by them and by us, with one number of threads:
     * our time over theirs.
     */
    static ImmutableList<ImmutableList<String>> rows(Path folder, Results results) {
        List<Best> all = List.of(new JsonMapper().readValue(folder.resolve(FILE), Best[].class));
        return Lists.immutable.withAll(all).flatCollect(best -> {
            @Nullable Measured measured = best.best.get(results.threads());
            return measured == null
                    ? Lists.immutable.<ImmutableList<String>>empty()
                    : results.named(Lists.immutable.with(best.workload))
                            .collect(entry -> row(results, entry, best, measured));
        });
    }

    private static ImmutableList<String> row(Results results, Entry entry, Best best, Measured measured) {
        double ours = Report.times(entry, "gradus").median();
        boolean counts = Report.unit(entry).equals(Unit.GIGAFLOPS.symbol());
        double ratio = counts ? measured.value / ours : ours / measured.value;
        return Lists.immutable
                .with(entry.name(), Report.unit(entry), Quartiles.digits(ours))
                .newWithAll(Report.ceiling(results, entry))
                .newWithAll(Lists.immutable.with(
                        Quartiles.digits(measured.value),
                        measured.by,
                        "**" + Quartiles.digits(ratio) + "**",
                        Quartiles.digits(best.aim),
                        ratio <= best.aim ? "yes" : ratio < 1 ? "ahead" : "no"));
    }
}
