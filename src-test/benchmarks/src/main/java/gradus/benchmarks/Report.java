package gradus.benchmarks;

import gradus.benchmarks.Results.Entry;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Measurements in words. */
final class Report {
    private static final double MEGABYTE = 1e6;

    private Report() {}

    /** Whether it was a process from its start to its end, not a repeated workload. */
    static boolean isCold(Entry entry) {
        return !Workloads.names().contains(entry.name());
    }

    /** The times of an engine, in the unit of the workload. */
    static Quartiles times(Entry entry, String engine) {
        Quartiles nanoseconds = entry.nanoseconds(engine);
        if (isCold(entry)) {
            return nanoseconds.in(time -> Unit.SECONDS.of(time, 1));
        }
        return nanoseconds.in(time -> inUnit(entry, time));
    }

    private static double inUnit(Entry entry, double nanoseconds) {
        Workload workload = Workloads.named(entry.name());
        return workload.unit().of(nanoseconds, workload.count());
    }

    /**
     * What the machine can do at most, in the unit of the workload, and which share of it Gradus
     * reaches; both empty where that is not known.
     */
    static ImmutableList<String> ceiling(Results results, Entry entry) {
        return results.atLimit(entry)
                .map(limit -> Lists.immutable.with(
                        Quartiles.digits(inUnit(entry, limit)),
                        Quartiles.digits(100
                                        * limit
                                        / entry.nanoseconds("gradus").median()) + " %"))
                .orElse(Lists.immutable.with("", ""));
    }

    /** An engine as the page calls it. */
    static String title(String engine) {
        return switch (engine) {
            case "gradus" -> "Gradus";
            case "djl" -> "DJL";
            default -> engine;
        };
    }

    /** The unit of {@link #times}. */
    static String unit(Entry entry) {
        return isCold(entry)
                ? Unit.SECONDS.symbol()
                : Workloads.named(entry.name()).unit().symbol();
    }

    /** One line for the console. */
    static String line(Entry entry) {
        ImmutableList<String> engines = Lists.immutable.withAll(entry.engines().keySet());
        String first = engines.getFirst();
        String times = engines.collect(engine -> engine + " " + times(entry, engine) + " " + unit(entry)
                        + (isCold(entry) ? ", " + megabytes(entry, engine) + " MB" : ""))
                .makeString("   ");
        String ratios = engines.drop(1)
                .collect(other -> "   ratio " + entry.ratio(first, other))
                .makeString("");
        String allocated =
                isCold(entry) ? "" : "   allocates " + bytes(entry.bytes(first).median()) + " each time";
        return String.format(Locale.ROOT, "%-22s%s%s%s", entry.name(), times, ratios, allocated);
    }

    /** The most memory that the process held, in megabytes. */
    static String megabytes(Entry entry, String engine) {
        return Quartiles.digits(entry.bytes(engine).median() / MEGABYTE);
    }

    /** A number of bytes in a fitting unit. */
    static String bytes(double bytes) {
        return bytes < 1000
                ? Math.round(bytes) + " B"
                : bytes < MEGABYTE
                        ? Quartiles.digits(bytes / 1000) + " kB"
                        : Quartiles.digits(bytes / MEGABYTE) + " MB";
    }
}
