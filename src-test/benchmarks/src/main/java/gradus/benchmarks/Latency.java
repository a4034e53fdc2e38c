package gradus.benchmarks;

import gradus.autodiff.Tensor;
import gradus.benchmarks.Workload.Activation;
import gradus.benchmarks.Workload.Network;
import gradus.nn.Layer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * How long a service waits for the answer to one row through 784-300-10, with one thread that asks
 * and with eight at once, of a frozen model and of one that records.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Latency {
    private static final String NAME = "latency";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final ImmutableList<Integer> ASKING = Lists.immutable.with(1, 8);
    private static final ImmutableList<String> KINDS = Lists.immutable.with("frozen", "recorded");
    private static final int ITERATIONS = 5;
    private static final int MEDIAN = 50;
    private static final int RARE = 99;

    /** Whether the model is frozen, or records. */
    @Param("frozen")
    public String kind = "frozen";

    private @Nullable Layer model;
    private @Nullable Tensor row;

    /** Makes the model and the row. */
    @Setup
    public void prepare() {
        Layer made = GradusTraining.model(new Network(Activation.RELU, IntLists.immutable.with(784, 300, 10)), false);
        model = kind.equals("frozen") ? made.frozen() : made;
        row = Tensor.of(Data.inputs(0, 784)).reshape(1, 784);
    }

    /** One answer. */
    @Benchmark
    public Tensor answer() {
        return Objects.requireNonNull(model).forward(Objects.requireNonNull(row));
    }

    /** The names that the launcher knows. */
    static ImmutableList<String> names() {
        return ASKING.flatCollect(threads -> KINDS.collect(kind -> NAME + "." + kind + "." + threads));
    }

    /** Measures one of them, and prints what came. */
    static void measure(String name, double warmUp, double measure, Path log, ImmutableList<String> jvm) {
        String[] words = name.split("\\.", -1);
        var options = new OptionsBuilder()
                .include(Latency.class.getName() + ".answer")
                .param("kind", words[1])
                .threads(Integer.parseInt(words[2]))
                .forks(1)
                .warmupIterations(ITERATIONS)
                .warmupTime(seconds(warmUp / ITERATIONS))
                .measurementIterations(ITERATIONS)
                .measurementTime(seconds(measure / ITERATIONS))
                .addProfiler(GCProfiler.class)
                .jvmArgs(Engine.named("gradus").jvmOptions(1).newWithAll(jvm).toArray(new String[0]))
                .shouldFailOnError(true)
                .build();
        try (PrintStream out = new PrintStream(
                Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                false,
                StandardCharsets.UTF_8)) {
            IO.println(line(
                    name,
                    new Runner(options, OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL))
                            .runSingle()));
        } catch (RunnerException failure) {
            throw new IllegalStateException(name + " failed; " + log + " says why", failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static TimeValue seconds(double seconds) {
        return TimeValue.milliseconds(Math.max(1, Math.round(seconds * 1000)));
    }

    private static String line(String name, RunResult result) {
        var times = result.getPrimaryResult().getStatistics();
        double bytes = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATED))
                .getScore();
        return String.format(
                Locale.ROOT,
                "%-18s median %.1f us, one in a hundred above %.1f us; %s a call",
                name,
                times.getPercentile(MEDIAN),
                times.getPercentile(RARE),
                Report.bytes(bytes));
    }
}
