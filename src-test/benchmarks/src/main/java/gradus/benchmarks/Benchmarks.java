package gradus.benchmarks;

import gradus.benchmarks.Session.Choices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The launcher: measures what it is told to, or writes the page from what was measured. */
@Command(
        name = "benchmarks",
        description = "Measures workloads, beside DJL with PyTorch and rapaio where the profile peers brings it.",
        sortOptions = false)
public final class Benchmarks implements Callable<Integer> {
    private static final Path PUBLISHED = Path.of("docs", "benchmarks");

    /** The page to read, and the one with all tables. */
    private static final ImmutableList<Path> PAGES =
            Lists.immutable.with(Path.of("docs", "benchmarks.md"), PUBLISHED.resolve("tables.md"));

    /** Seconds after which the loops of the largest workload are compiled. */
    private static final double SETTLED = 4;

    @Parameters(
            paramLabel = "WHAT",
            split = ",",
            description = "What to measure, separated by commas: all (W1 to W10 and the ceilings),"
                    + " growth, start-up, or beginnings of names such as W2, W8.f32 or depth;"
                    + " or steady: whether every process reaches its speed;"
                    + " or latency: how long one row through a model takes;"
                    + " or page: write the tables of docs/benchmarks.md from"
                    + " docs/benchmarks/*.json.")
    private String[] what = {};

    @Option(names = "--threads", description = "Threads that an engine may use.")
    private int threads = 1;

    @Option(names = "--rounds", description = "Processes for each workload and engine, in turn.")
    private int rounds = 3;

    @Option(names = "--warmup", description = "Seconds that a process warms up.")
    private double warmUp = 5;

    @Option(names = "--measure", description = "Seconds that a process is timed.")
    private double measure = 1;

    @Option(
            names = "--results",
            description = "Folder for the results, threads-N.json; earlier ones stay where not repeated.")
    private Path results = Path.of("results");

    @Option(names = "--log", description = "File for everything that JMH says.")
    private Path log = Path.of("jmh.log");

    @Option(
            names = "--processes",
            description = "For steady: processes for each work, beside each other and again alone.")
    private int processes = 200;

    @Option(names = "--at-once", description = "For steady: processes beside each other.")
    private int atOnce = 8;

    @Option(names = "--jvm", description = "Further options of the JVMs, separated by spaces.")
    private String jvm = "";

    private Benchmarks() {}

    /** Runs the launcher and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        ImmutableList<String> words = Lists.immutable.with(what);
        if (words.contains("page")) {
            Page.write(PAGES, PUBLISHED);
            return 0;
        }
        ImmutableList<String> workloads = select(words, Workloads.names());
        ImmutableList<String> jobs = select(words, Job.names());
        ImmutableList<String> programs = select(words, Lists.immutable.with("program.softplus", "program.mnist"));
        ImmutableList<String> steady = select(words, Steadiness.names());
        ImmutableList<String> latencies = select(words, Latency.names());
        if (Lists.immutable.with(workloads, jobs, programs, steady, latencies).allSatisfy(ImmutableList::isEmpty)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "Nothing begins with " + words.makeString() + ".");
        }
        if (steady.notEmpty()) {
            Steadiness steadiness = new Steadiness(processes, atOnce, warmUp, measure, jvmOptions());
            steady.forEach(steadiness::measure);
        }
        latencies.forEach(name -> Latency.measure(name, warmUp, measure, log, jvmOptions()));
        if (workloads.notEmpty() || jobs.notEmpty() || programs.notEmpty()) {
            measure(words, workloads, jobs, programs);
        }
        return 0;
    }

    private void measure(
            ImmutableList<String> words,
            ImmutableList<String> workloads,
            ImmutableList<String> jobs,
            ImmutableList<String> programs) {
        IO.println("Median [quartiles], on " + threads + (threads == 1 ? " thread" : " threads")
                + " at most; results in " + results.toAbsolutePath().normalize());
        if (warmUp < SETTLED) {
            IO.println("Warm-up of " + warmUp
                    + " s: loops may still be waiting for the compiler, and take and allocate more.");
        }
        Session session = new Session(settings(words));
        session.time(workloads);
        session.start(jobs);
        programs.forEach(program -> startProgram(session, program));
    }

    private static ImmutableList<String> select(ImmutableList<String> words, ImmutableList<String> names) {
        return names.select(
                name -> words.anySatisfy(word -> names.contains(word) ? word.equals(name) : isMeant(word, name)));
    }

    private static boolean isMeant(String word, String name) {
        return switch (word) {
            case "all" -> name.startsWith("W") || name.startsWith(Workloads.CEILING);
            case "growth" -> Workloads.CURVES.contains(name.substring(0, Math.max(0, name.indexOf('.'))));
            case "start-up" -> name.startsWith("W10") || name.startsWith("cold.") || name.startsWith("program.");
            default -> name.startsWith(word + ".") || (word.contains(".") && name.startsWith(word));
        };
    }

    private Choices settings(ImmutableList<String> words) {
        String profile = Engine.all().size() > 1 ? "peers" : "benchmarks";
        String command =
                "mvn -q compile exec:exec -P" + profile + " -Dbench=" + words.makeString(",") + " -Dthreads=" + threads
                        + " -Drounds=" + rounds + " -Dwarmup=" + warmUp + " -Dmeasure=" + measure
                        + (jvm.isBlank() ? "" : " -Dbench.jvm=\"" + jvm + "\"");
        return new Choices(threads, rounds, warmUp, measure, results, log, jvmOptions(), command);
    }

    private ImmutableList<String> jvmOptions() {
        return Lists.immutable.with(jvm.strip().split(" +")).reject(String::isEmpty);
    }

    private static void startProgram(Session session, String program) {
        try {
            Path folder = Files.createTempDirectory("gradus-benchmark");
            String name = program.substring(program.indexOf('.') + 1);
            ImmutableList<String> arguments = Lists.immutable.with(name, "--out", folder.toString());
            session.program(
                    program,
                    name.equals("mnist") ? arguments.newWith("--epochs").newWith("1") : arguments);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
