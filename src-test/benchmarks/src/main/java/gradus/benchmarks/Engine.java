package gradus.benchmarks;

import java.util.ServiceLoader;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Something that does the workloads: Gradus, and with the profile {@code peers} DJL with PyTorch and
 * rapaio.
 */
public interface Engine {
    /** In results and on the command line. */
    String name();

    /** What it is and how it is set up, in one line; asked in the JVM in which it runs. */
    String description();

    /** Options of the JVM in which it runs. */
    ImmutableList<String> jvmOptions(int threads);

    /** How much longer than others it needs to reach its speed. */
    double warmUpFactor(Workload workload);

    /** Whether it has what the workload asks for. */
    boolean supports(Workload workload);

    /** Whether it has what the job asks for. */
    boolean supports(Job job);

    /** Makes a workload that it supports ready: everything that the clock leaves out. */
    Step prepare(Workload workload);

    /** Does a job that it supports: trains a network from nothing and gives the last loss. */
    double train(Job job);

    /** Gradus first, then the others on the class path. */
    static ImmutableList<Engine> all() {
        return Lists.immutable.<Engine>with(new GradusEngine()).newWithAll(ServiceLoader.load(Engine.class));
    }

    /** The engine of that name. */
    static Engine named(String name) {
        return all().detectOptional(engine -> engine.name().equals(name)).orElseThrow();
    }
}
