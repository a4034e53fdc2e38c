package gradus.benchmarks;

import gradus.benchmarks.Results.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Puts the figures on the pages. Their text is written by hand; what stands between {@code <!-- begin
 * NAME -->} and {@code <!-- end -->} is replaced by the table of that name.
 */
final class Page {
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- begin ([a-z0-9-]+) -->\n).*?(<!-- end -->)", Pattern.DOTALL);

    /** What the machine can do at most, and which share of it Gradus reaches. */
    private static final ImmutableList<String> CEILING = Lists.immutable.with("ceiling", "share of it");

    private final Path folder;
    private final Results one;
    private final Results two;

    private Page(Path results) {
        folder = results;
        one = Results.read(results, 1);
        two = Results.read(results, 2);
    }

    /** Writes the tables into the pages and the plots into the folder of the results. */
    static void write(ImmutableList<Path> pages, Path results) throws IOException {
        Page tables = new Page(results);
        for (Path page : pages) {
            String after = BLOCK.matcher(Files.readString(page))
                    .replaceAll(block -> Matcher.quoteReplacement(
                            block.group(1) + "\n" + tables.block(block.group(2)) + "\n\n" + block.group(3)));
            Files.writeString(page, after);
        }
        Plots.growth(tables.one, results.resolve("growth.png"));
        Plots.ratios(tables.one, tables.two, results.resolve("ratios.png"));
    }

    private String block(String name) {
        return switch (name) {
            case "measured" -> measured();
            case "others-one-thread" -> others(one);
            case "others-two-threads" -> others(two);
            case "one-thread" -> workloads(one);
            case "two-threads" -> workloads(two);
            case "rapaio" -> rapaio(one);
            case "speed-up" -> speedUp();
            case "memory" -> memory();
            case "start-up" -> startUp();
            case "agreement" -> agreement();
            default -> {
                if (!Workloads.CURVES.contains(name)) {
                    throw new IllegalArgumentException(
                            "The page has a block " + name + ", and there is no such table.");
                }
                yield workloads(one, Workloads.curve(name));
            }
        };
    }

    /** The machine, the engines, and the commands with their dates. */
    private String measured() {
        ImmutableList<Entry> entries = Lists.immutable.withAll(one.entries()).newWithAll(two.entries());
        ImmutableList<String> commands = entries.groupBy(Entry::command)
                .multiValuesView()
                .toSortedListBy(group -> group.collect(Entry::date).min())
                .collect(group -> "`" + group.getAny().command() + "`, from "
                        + group.collect(Entry::date).min() + " to "
                        + group.collect(Entry::date).max())
                .toImmutable();
        return entries.collect(entry -> entry.machine().toString())
                .distinct()
                .newWithAll(
                        entries.flatCollect(entry -> entry.engines().values()).distinct())
                .newWithAll(commands)
                .makeString("* ", "\n* ", "");
    }

    private static String workloads(Results results) {
        return workloads(results, Workloads.standardNames());
    }

    private static String workloads(Results results, ImmutableList<String> names) {
        return table(
                Lists.immutable
                        .with("workload", "unit", "Gradus")
                        .newWithAll(CEILING)
                        .newWithAll(Lists.immutable.with("DJL", "Gradus's time / DJL's")),
                results.named(names)
                        .collect(entry -> Lists.immutable
                                .with(entry.name(), Report.unit(entry), times(entry, "gradus"))
                                .newWithAll(Report.ceiling(results, entry))
                                .newWith(hasPeer(entry) ? times(entry, "djl") : "")
                                .newWith(hasPeer(entry) ? bold(ratio(entry)) : "")));
    }

    private static String times(Entry entry, String engine) {
        return Report.times(entry, engine).toString();
    }

    private static String bold(Quartiles ratio) {
        return "**" + Quartiles.digits(ratio.median()) + "** " + ratio.range();
    }

    /** Gradus beside rapaio, where that was measured: every time of rapaio over every one of Gradus. */
    private static String rapaio(Results results) {
        ImmutableList<Entry> beside = results.named(Workloads.names()).select(entry -> entry.has("rapaio"));
        if (beside.isEmpty()) {
            return "Not measured yet.";
        }
        return table(
                Lists.immutable.with("workload", "unit", "Gradus", "rapaio", "Gradus is times as fast"),
                beside.collect(entry -> Lists.immutable.with(
                        entry.name(),
                        Report.unit(entry),
                        times(entry, "gradus"),
                        times(entry, "rapaio"),
                        bold(entry.ratio("rapaio", "gradus")))));
    }

    private String others(Results results) {
        return table(
                Lists.immutable
                        .with("workload", "unit", "Gradus")
                        .newWithAll(CEILING)
                        .newWithAll(
                                Lists.immutable.with("best other", "whose", "Gradus's time / best", "aim", "reached")),
                Others.rows(folder, results));
    }

    private static boolean hasPeer(Entry entry) {
        return entry.has("djl");
    }

    private static Quartiles ratio(Entry entry) {
        return entry.ratio("gradus", "djl");
    }

    /** Times with one thread over times with two, each from its own session. */
    private String speedUp() {
        ImmutableList<Entry> both = two.named(Workloads.standardNames())
                .select(entry -> one.named(Lists.immutable.with(entry.name())).notEmpty());
        ImmutableList<String> engines = engines(both);
        return table(
                Lists.immutable.with("workload").newWithAll(engines.collect(Report::title)),
                both.collect(entry -> Lists.immutable
                        .with(entry.name())
                        .newWithAll(engines.collect(engine -> entry.has(engine) ? speedUp(entry, engine) : ""))));
    }

    /** The engines that did some of this, Gradus first. */
    private static ImmutableList<String> engines(ImmutableList<Entry> entries) {
        return entries.flatCollect(entry -> entry.engines().keySet()).distinct();
    }

    private String speedUp(Entry entry, String engine) {
        Entry single = one.named(Lists.immutable.with(entry.name())).getOnly();
        return single.has(engine)
                ? Quartiles.digits(single.nanoseconds(engine).median()
                        / entry.nanoseconds(engine).median())
                : "";
    }

    /**
     * What the Java heap gives for a step; native memory is not seen there, so other engines are
     * left out.
     */
    private String memory() {
        ImmutableList<Entry> steps =
                one.named(Workloads.standardNames().select(name -> Workloads.named(name) instanceof Workload.Training));
        return table(
                Lists.immutable.with("workload", "allocated in a step"),
                steps.collect(entry -> Lists.immutable.with(
                        entry.name(), Report.bytes(entry.bytes("gradus").median()))));
    }

    private String startUp() {
        ImmutableList<Entry> jobs = Lists.immutable
                .withAll(one.entries())
                .select(Report::isCold)
                .toSortedListBy(Entry::name)
                .toImmutable();
        return table(
                Lists.immutable.with("job", "Gradus: s", "MB", "DJL: s", "MB", "Gradus's time / DJL's"),
                jobs.collect(entry -> Lists.immutable.with(
                        entry.name(),
                        times(entry, "gradus"),
                        Report.megabytes(entry, "gradus"),
                        hasPeer(entry) ? times(entry, "djl") : "",
                        hasPeer(entry) ? Report.megabytes(entry, "djl") : "",
                        hasPeer(entry) ? ratio(entry).toString() : "")));
    }

    /** The same work: the numbers that each engine came to. */
    private String agreement() {
        ImmutableList<Entry> compared =
                one.named(Workloads.names()).select(entry -> entry.probes().size() > 1);
        ImmutableList<String> others = engines(compared).drop(1);
        return table(
                Lists.immutable
                        .with("workload", "Gradus")
                        .newWithAll(others.flatCollect(
                                other -> Lists.immutable.with(Report.title(other), "relative difference"))),
                compared.collect(entry -> {
                    double ours = Objects.requireNonNull(entry.probes().get("gradus"));
                    return Lists.immutable
                            .with(entry.name(), ours + "")
                            .newWithAll(others.flatCollect(
                                    other -> agreement(ours, entry.probes().get(other))));
                }));
    }

    private static ImmutableList<String> agreement(double ours, @Nullable Double theirs) {
        return theirs == null
                ? Lists.immutable.with("", "")
                : Lists.immutable.with(theirs + "", String.format(Locale.ROOT, "%.1e", Math.abs(ours / theirs - 1)));
    }

    private static String table(ImmutableList<String> header, ImmutableList<ImmutableList<String>> rows) {
        return Lists.immutable
                .with(header, header.collect(_ -> "---"))
                .newWithAll(rows)
                .collect(row -> row.makeString("| ", " | ", " |"))
                .makeString("\n");
    }
}
