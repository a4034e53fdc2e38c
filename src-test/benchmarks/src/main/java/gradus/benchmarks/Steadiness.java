package gradus.benchmarks;

import com.sun.management.ThreadMXBean;
import gradus.autodiff.Tensor;
import gradus.benchmarks.Workload.Activation;
import gradus.benchmarks.Workload.Network;
import gradus.nn.Sequential;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Whether every process reaches its speed: many processes do the same work, several at a time and
 * then one by one, and the slowest is compared with the median. One whose vector loops the compiler
 * did not do well takes many times as long as the others, and allocates each vector.
 */
final class Steadiness {
    private static final String PREFIX = "steady.";

    /**
     * The heap is in memory from the start. Else it grows for a minute, and where the system takes
     * long for a new page, as a busy virtual machine does, that is all one sees: 25 us were measured
     * with eight processes on two processors, so 1.2 ms for a result of 184 kB.
     */
    private static final ImmutableList<String> HEAP =
            Lists.immutable.with("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    private static final ImmutableList<String> OPTIONS =
            HEAP.newWith("--add-modules=jdk.incubator.vector").newWith("-Dgradus.threads=1");

    /** Nanoseconds of calls that are timed together: long beside the steps of the clock. */
    private static final long BATCH = 2_000_000;

    /** A process is stuck that needs so many times the median, with others beside it or alone. */
    private static final double STUCK_IN_A_CROWD = 4;

    private static final double STUCK_ALONE = 1.5;

    private static final double NANOSECONDS_A_SECOND = 1e9;

    private final int processes;
    private final int atOnce;
    private final ImmutableList<String> times;
    private final ImmutableList<String> jvm;

    /**
     * So many processes, of which so many run at once; each works until its thread ran for {@code
     * warmUp} seconds and is then timed for {@code measure}.
     */
    Steadiness(int processes, int atOnce, double warmUp, double measure, ImmutableList<String> jvm) {
        this.processes = processes;
        this.atOnce = atOnce;
        this.times = Lists.immutable.with(warmUp + "", measure + "");
        this.jvm = OPTIONS.newWithAll(jvm);
    }

    /**
     * What a process needs for one call: the nanoseconds that its thread ran, a median, and the bytes
     * that it allocated.
     */
    private record Cost(double nanoseconds, double bytes) {
        static Cost of(String line) {
            int space = line.indexOf(' ');
            return new Cost(
                    Double.parseDouble(line.substring(0, space)), Double.parseDouble(line.substring(space + 1)));
        }
    }

    /** What is done. */
    private enum Work {
        /** One row through 784-300-10, as a server answers. */
        ROW("one-row", () -> forward(1)),
        /** Eight rows through it. */
        ROWS("eight-rows", () -> forward(8)),
        W1("W1", () -> new GradusEngine().prepare(Workloads.named("W1.step"))::run),
        W5("W5", () -> new GradusEngine().prepare(Workloads.named("W5.step"))::run),
        /** Sixty-four small products in one. */
        PRODUCTS("products", Steadiness::products);

        private final String word;

        @SuppressWarnings("ImmutableEnumChecker") // what it starts has no state
        private final Supplier<Runnable> start;

        Work(String word, Supplier<Runnable> start) {
            this.word = PREFIX + word;
            this.start = start;
        }

        static Work named(String word) {
            return Lists.immutable
                    .with(values())
                    .detectOptional(work -> work.word.equals(word))
                    .orElseThrow();
        }
    }

    private static Runnable forward(int rows) {
        Network network = new Network(Activation.SIGMOID, IntLists.immutable.with(784, 300, 10));
        Sequential model = GradusTraining.model(network, false);
        Tensor inputs = Tensor.of(Data.inputs(0, rows * 784)).reshape(rows, 784);
        return () -> model.forward(inputs);
    }

    private static Runnable products() {
        Tensor a = Tensor.of(Data.uniform(1, 64 * 20 * 24, 0, 1)).reshape(64, 20, 24);
        Tensor b = Tensor.of(Data.uniform(2, 64 * 24 * 36, 0, 1)).reshape(64, 24, 36);
        return () -> a.matmul(b);
    }

    /** The names of the work. */
    static ImmutableList<String> names() {
        return Lists.immutable.with(Work.values()).collect(work -> work.word);
    }

    /** Measures this work, with processes beside each other and with each alone, and prints what came. */
    void measure(String work) {
        IO.println(line(work, atOnce, STUCK_IN_A_CROWD));
        IO.println(line(work, 1, STUCK_ALONE));
    }

    private String line(String work, int together, double stuck) {
        ImmutableList<Cost> costs = costs(work, together);
        Quartiles times = Quartiles.of(costs.collectDouble(Cost::nanoseconds).toArray());
        Quartiles bytes = Quartiles.of(costs.collectDouble(Cost::bytes).toArray());
        double worst = costs.collectDouble(Cost::nanoseconds).max();
        int late = costs.count(cost -> cost.nanoseconds > stuck * times.median());
        return String.format(
                Locale.ROOT,
                "%-16s %4d processes, %d at a time: %s us, worst / median %.2f, %d stuck (more than %.1f times);"
                        + " %s a call, at most %s",
                work,
                costs.size(),
                together,
                times.in(time -> Unit.MICROSECONDS.of(time, 1)),
                worst / times.median(),
                late,
                stuck,
                Report.bytes(bytes.median()),
                Report.bytes(costs.collectDouble(Cost::bytes).max()));
    }

    private ImmutableList<Cost> costs(String work, int together) {
        ImmutableList<String> arguments = Lists.immutable.with("steady", work).newWithAll(times);
        Callable<Cost> process = () -> Cost.of(Child.run(jvm, arguments).said().getFirst());
        try (ExecutorService crowd = Executors.newFixedThreadPool(together)) {
            List<Future<Cost>> futures = crowd.invokeAll(
                    Interval.oneTo(processes).collect(_ -> process).toList());
            return Lists.immutable.withAll(futures).collect(Steadiness::result);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private static Cost result(Future<Cost> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /**
     * In the child: does the work until its thread ran for so many seconds, then times it for some;
     * the two numbers of {@link Cost}.
     */
    static String work(String name, double warmUp, double measure) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Runnable work = Work.named(name).start.get();
        while (threads.getCurrentThreadCpuTime() < NANOSECONDS_A_SECOND * warmUp) {
            work.run();
        }
        MutableDoubleList times = DoubleLists.mutable.empty();
        long calls = 0;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        while (threads.getCurrentThreadCpuTime() < NANOSECONDS_A_SECOND * (warmUp + measure)) {
            int batch = 0;
            long start = threads.getCurrentThreadCpuTime();
            long ran;
            do {
                work.run();
                batch++;
                ran = threads.getCurrentThreadCpuTime() - start;
            } while (ran < BATCH);
            times.add((double) ran / batch);
            calls += batch;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        return Quartiles.of(times.toArray()).median() + " " + (double) allocated / calls;
    }
}
