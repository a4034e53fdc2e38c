package gradus.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What was measured with one number of threads, as a JSON file. */
public record Results(int threads, List<Entry> entries) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One workload or job, measured in one session: all engines in turn, round by round.
     *
     * @param engines what each engine is, in the order in which they took turns
     * @param probes for each engine the number by which they are compared; empty where there is one engine
     */
    public record Entry(
            String name,
            String date,
            String command,
            Machine machine,
            Map<String, String> engines,
            Map<String, Double> probes,
            List<Run> runs) {

        /** Whether this engine took part. */
        boolean has(String engine) {
            return engines.containsKey(engine);
        }

        /** The times of an engine over all rounds, in nanoseconds. */
        Quartiles nanoseconds(String engine) {
            return Quartiles.of(runs(engine)
                    .flatCollect(run -> run.nanoseconds)
                    .collectDouble(time -> time)
                    .toArray());
        }

        /** The shortest time of an engine, in nanoseconds. */
        double fastest(String engine) {
            return runs(engine)
                    .flatCollect(run -> run.nanoseconds)
                    .collectDouble(time -> time)
                    .min();
        }

        /** For each round, every time of one engine divided by every time of another. */
        Quartiles ratio(String engine, String other) {
            return Quartiles.of(runs(engine)
                    .flatCollect(run -> runs(other)
                            .select(peer -> peer.round == run.round)
                            .flatCollect(peer -> quotients(run, peer)))
                    .collectDouble(ratio -> ratio)
                    .toArray());
        }

        private static ImmutableList<Double> quotients(Run run, Run peer) {
            return Lists.immutable
                    .withAll(run.nanoseconds)
                    .flatCollect(
                            time -> Lists.immutable.withAll(peer.nanoseconds).collect(peerTime -> time / peerTime));
        }

        /** What an engine allocated on the heap in one go, or of a job, the most memory that its process held. */
        Quartiles bytes(String engine) {
            return Quartiles.of(runs(engine).collectDouble(Run::bytes).toArray());
        }

        private ImmutableList<Run> runs(String engine) {
            return Lists.immutable.withAll(runs).select(run -> run.engine.equals(engine));
        }
    }

    /** One process: the times of its repetitions, and bytes: see {@link Entry#bytes}. */
    public record Run(String engine, int round, List<Double> nanoseconds, double bytes) {}

    /** The file for a number of threads in a folder. */
    static Path file(Path folder, int threads) {
        return folder.resolve("threads-" + threads + ".json");
    }

    /** What is in the folder; nothing if there is no file. */
    static Results read(Path folder, int threads) {
        Path file = file(folder, threads);
        return Files.exists(file) ? JSON.readValue(file, Results.class) : new Results(threads, List.of());
    }

    /** Puts an entry into the folder's file, in place of an older one of the same name. */
    static void put(Path folder, int threads, Entry entry) {
        Results before = read(folder, threads);
        List<Entry> entries = Lists.immutable
                .withAll(before.entries)
                .reject(old -> old.name.equals(entry.name))
                .newWith(entry)
                .castToList();
        folder.toFile().mkdirs();
        JSON.writeValue(file(folder, threads), new Results(threads, entries));
    }

    /**
     * The least time that a workload needs, in nanoseconds, on a machine that does nothing but what
     * limits it, as fast as was measured at best; nothing where nothing does, or where that was not
     * measured on the same machine.
     */
    Optional<Double> atLimit(Entry entry) {
        if (Report.isCold(entry)) {
            return Optional.empty();
        }
        return Workloads.named(entry.name)
                .floor()
                .flatMap(floor -> named(Lists.immutable.with(Workloads.ceiling(floor.limit())))
                        .select(ceiling -> ceiling.machine.equals(entry.machine))
                        .getFirstOptional()
                        .map(ceiling -> floor.count()
                                / new Workload.Ceiling(floor.limit()).count()
                                * ceiling.fastest("gradus")));
    }

    /** The entries with these names, in their order. */
    ImmutableList<Entry> named(ImmutableList<String> names) {
        return names.flatCollect(name -> Lists.immutable.withAll(entries).select(entry -> entry.name.equals(name)));
    }
}
