package gradus.benchmarks;

import gradus.benchmarks.Workload.Activation;
import gradus.benchmarks.Workload.Network;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.factory.OrderedMaps;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Training a classifier in a process of its own, from the start of the JVM to its end: random
 * examples are made, the network is trained for some epochs in batches, in the order in which they
 * are, and the last loss is read.
 */
public record Job(
        Network network, Inputs inputs, int examples, int batch, int epochs, double learningRate, double momentum) {

    /** How the examples are kept. */
    public enum Inputs {
        /** Numbers F32 from 0 to 1. */
        FLOATS,
        /** Numbers F64 from 0 to 1: then the network computes in F64. */
        DOUBLES,
        /** Bytes, as in MNIST's files; a batch divides its own by 255. */
        BYTES
    }

    private static final MutableOrderedMap<String, Job> ALL = all();

    private static MutableOrderedMap<String, Job> all() {
        MutableOrderedMap<String, Job> all = OrderedMaps.adapt(new LinkedHashMap<>());
        Network sigmoid = new Network(Activation.SIGMOID, IntLists.immutable.with(784, 300, 10));
        all.put("W10", new Job(sigmoid, Inputs.FLOATS, 55_000, 50, 1, 0.03, 0));
        all.put("W10.bytes", new Job(sigmoid, Inputs.BYTES, 55_000, 50, 1, 0.03, 0));
        Network small = new Network(Activation.SOFTPLUS, IntLists.immutable.with(2, 12, 5));
        all.put("cold.softplus", new Job(small, Inputs.DOUBLES, 2000, 2000, 1000, 0.1, 0));
        Network digits = new Network(Activation.SOFTPLUS, IntLists.immutable.with(784, 128, 10));
        all.put("cold.mnist", new Job(digits, Inputs.BYTES, 60_000, 64, 1, 0.1, 0.9));
        return all;
    }

    /** The names of all jobs. */
    static ImmutableList<String> names() {
        return ALL.keysView().toImmutableList();
    }

    /** The job of that name. */
    static Job named(String name) {
        return Objects.requireNonNull(ALL.get(name), name);
    }

    /** How many numbers an example has. */
    public int width() {
        return network.sizes().getFirst();
    }

    /** How many classes there are. */
    public int classes() {
        return network.sizes().getLast();
    }
}
