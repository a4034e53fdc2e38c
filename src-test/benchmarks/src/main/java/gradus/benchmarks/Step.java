package gradus.benchmarks;

import org.jspecify.annotations.Nullable;

/** A workload made ready by an engine: what JMH repeats. */
public interface Step {
    /**
     * Does the work once. The result goes to JMH, so that nothing is optimized away; null where
     * something native was computed.
     */
    @Nullable
    Object run();

    /**
     * Does the work once more and reads one number from its result: engines that do the same work
     * agree on it.
     */
    double probe();
}
