package gradus.benchmarks;

import gradus.benchmarks.Results.Entry;
import gradus.benchmarks.Results.Run;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.list.Interval;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures with one number of threads. For each workload the engines take turns, a process each,
 * round by round.
 */
final class Session {
    private static final int WARM_UPS = 4;
    private static final int REPETITIONS = 5;

    /** JMH and others use what JDK 25 warns of. */
    private static final String QUIET = "--sun-misc-unsafe-memory-access=allow";

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Choices settings;
    private final ImmutableList<Engine> engines = Engine.all();
    private final ImmutableMap<String, String> descriptions;

    /**
     * What a user may choose.
     *
     * @param warmUp seconds for each process before the clock counts
     * @param measure seconds for each process while it counts
     * @param results the folder for the results
     * @param log the file for what JMH says
     * @param jvm further options of the JVMs
     * @param command what to type to repeat it
     */
    record Choices(
            int threads,
            int rounds,
            double warmUp,
            double measure,
            Path results,
            Path log,
            ImmutableList<String> jvm,
            String command) {}

    Session(Choices settings) {
        this.settings = settings;
        descriptions = engines.toImmutableMap(Engine::name, this::describe);
    }

    private String describe(Engine engine) {
        return Child.run(options(engine), Lists.immutable.with("describe", engine.name()))
                .said()
                .getFirst();
    }

    /** Times these workloads, each on the engines that support it. */
    void time(ImmutableList<String> workloads) {
        workloads.forEach(workload -> {
            ImmutableList<Engine> able = engines.select(engine -> engine.supports(Workloads.named(workload)));
            Map<String, Double> probes = probes(able, workload);
            put(workload, able, probes, rounds(able, (engine, round) -> timed(engine, workload, round)));
        });
    }

    /** What one engine does in one round. */
    private interface Measurement {
        Run run(Engine engine, int round);
    }

    private List<Run> rounds(ImmutableList<Engine> able, Measurement measurement) {
        return Interval.oneTo(settings.rounds)
                .flatCollect(round -> able.collect(engine -> measurement.run(engine, round)))
                .toList();
    }

    private void put(String name, ImmutableList<Engine> took, Map<String, Double> probes, List<Run> runs) {
        String date = ZonedDateTime.now(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MINUTES)
                .toString();
        Map<String, String> described = new LinkedHashMap<>();
        took.forEach(engine -> described.put(engine.name(), descriptions.get(engine.name())));
        Entry entry = new Entry(name, date, settings.command, Machine.here(), described, probes, runs);
        Results.put(settings.results, settings.threads, entry);
        IO.println(Report.line(entry));
    }

    private Map<String, Double> probes(ImmutableList<Engine> able, String workload) {
        Map<String, Double> probes = new TreeMap<>();
        if (able.size() > 1) {
            able.forEach(engine -> probes.put(
                    engine.name(),
                    Double.valueOf(Child.run(options(engine), Lists.immutable.with("probe", engine.name(), workload))
                            .said()
                            .getFirst())));
        }
        return probes;
    }

    private ImmutableList<String> options(Engine engine) {
        return engine.jvmOptions(settings.threads).newWith(QUIET).newWithAll(settings.jvm);
    }

    private Run timed(Engine engine, String workload, int round) {
        double warmUp = settings.warmUp * engine.warmUpFactor(Workloads.named(workload));
        Options options = new OptionsBuilder()
                .include(Timed.class.getName() + ".run")
                .param("engine", engine.name())
                .param("workload", workload)
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(seconds(warmUp / WARM_UPS))
                .measurementIterations(REPETITIONS)
                .measurementTime(seconds(settings.measure / REPETITIONS))
                .addProfiler(GCProfiler.class)
                .jvmArgs(options(engine).toArray(new String[0]))
                .shouldFailOnError(true)
                .build();
        try (PrintStream log = new PrintStream(
                Files.newOutputStream(settings.log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                false,
                StandardCharsets.UTF_8)) {
            OutputFormat format = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
            RunResult result = new Runner(options, format).runSingle();
            MutableList<Double> times = Lists.mutable.empty();
            result.getBenchmarkResults()
                    .forEach(fork -> fork.getIterationResults()
                            .forEach(repetition ->
                                    times.add(repetition.getPrimaryResult().getScore())));
            double bytes = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                    .getScore();
            return new Run(engine.name(), round, times, bytes);
        } catch (RunnerException failure) {
            throw new IllegalStateException(
                    workload + " on " + engine.name() + " failed; " + settings.log + " says why", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static TimeValue seconds(double seconds) {
        return TimeValue.milliseconds(Math.max(1, Math.round(seconds * 1000)));
    }

    /**
     * Measures these jobs from a cold start. The first run of each unpacks what is to be unpacked,
     * and is not counted.
     */
    void start(ImmutableList<String> jobs) {
        jobs.forEach(job -> {
            ImmutableList<Engine> able = engines.select(engine -> engine.supports(Job.named(job)));
            able.forEach(engine -> started(engine, job, 0));
            put(job, able, Map.of(), rounds(able, (engine, round) -> started(engine, job, round)));
        });
    }

    private Run started(Engine engine, String job, int round) {
        return cold(engine, Lists.immutable.with("train", engine.name(), job), round);
    }

    private Run cold(Engine engine, ImmutableList<String> arguments, int round) {
        Child.Outcome outcome = Child.run(options(engine), arguments);
        return new Run(engine.name(), round, List.of(outcome.nanoseconds()), outcome.peakBytes());
    }

    /** Measures an example program, as a user starts it, from a cold start. */
    void program(String name, ImmutableList<String> arguments) {
        Engine gradus = engines.getFirst();
        ImmutableList<String> words = Lists.immutable.with("program").newWithAll(arguments);
        List<Run> runs = Interval.oneTo(settings.rounds)
                .collect(round -> cold(gradus, words, round))
                .toList();
        put(name, Lists.immutable.with(gradus), Map.of(), runs);
    }
}
