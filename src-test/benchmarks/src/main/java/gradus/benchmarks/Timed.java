package gradus.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What JMH runs: one workload by one engine, in a JVM of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Timed {
    /** The {@linkplain Engine#name() engine}. */
    @Param("gradus")
    public String engine = "gradus";

    /** The {@linkplain Workloads name} of the workload. */
    @Param("W1.step")
    public String workload = "W1.step";

    private @Nullable Step step;

    /** Makes the workload ready. */
    @Setup
    public void prepare() {
        step = Engine.named(engine).prepare(Workloads.named(workload));
    }

    /** The work. */
    @Benchmark
    public @Nullable Object run() {
        return Objects.requireNonNull(step).run();
    }
}
