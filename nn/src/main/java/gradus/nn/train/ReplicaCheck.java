package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedParameter;
import gradus.nn.files.StoredTensor;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Whether all processes of a group have the same parameters, bit for bit: each compares the SHA-256
 * of every parameter with those of the processes to which it hands the sums of all.
 */
final class ReplicaCheck {
    /** Numbers of 32 bits in a checksum. */
    private static final int WORDS = 8;

    private final ProcessGroup group;
    private final ShardTree tree;
    private final Model model;

    ReplicaCheck(Shards shards, Model model) {
        this.group = shards.group();
        this.tree = new ShardTree(shards.count(), group.size());
        this.model = model;
    }

    /**
     * Compares them after so many steps, and the number of steps.
     *
     * @throws ArgumentException if a process below this one has others
     */
    void requireSame(int steps) {
        if (group.size() == 1) {
            return;
        }
        ImmutableList<NamedParameter> parameters = model.namedParameters();
        Tensor own = checksums(parameters, steps);
        for (int child : tree.children(group.rank())) {
            requireSame(parameters, own, group.receive(child).getFirst(), child, steps);
        }
        if (group.rank() > 0) {
            group.send(tree.parent(group.rank()), Lists.immutable.with(own));
        }
    }

    private void requireSame(ImmutableList<NamedParameter> parameters, Tensor own, Tensor others, int rank, int steps) {
        double[] expected = own.toDoubleArray();
        double[] found = others.toDoubleArray();
        int last = expected.length - 1;
        if (found.length != expected.length || found[last] != steps) {
            throw new ArgumentException(
                    "Trainer.group",
                    "the same number of steps and parameters in all processes",
                    "step " + steps + " in process " + group.rank() + ", another in process " + rank,
                    "does each have the same data, settings and, to resume, the checkpoint?");
        }
        ImmutableList<String> different = parameters
                .selectWithIndex((_, index) -> differ(expected, found, index))
                .collect(NamedParameter::name);
        if (different.notEmpty()) {
            throw new ArgumentException(
                    "Trainer.group",
                    "the same parameters in all processes",
                    "other bits in process " + rank + " after step " + steps + ": " + different.makeString(),
                    "does the objective, a layer or a listener change them, or depend on more than its arguments?");
        }
    }

    private static boolean differ(double[] expected, double[] found, int parameter) {
        for (int word = parameter * WORDS; word < (parameter + 1) * WORDS; word++) {
            if (expected[word] != found[word]) {
                return true;
            }
        }
        return false;
    }

    /** Of each parameter, and then the number of steps. */
    private static Tensor checksums(ImmutableList<NamedParameter> parameters, int steps) {
        double[] words = new double[parameters.size() * WORDS + 1];
        words[words.length - 1] = steps;
        parameters.forEachWithIndex((named, index) -> {
            ByteBuffer checksum = ByteBuffer.wrap(HexFormat.of().parseHex(checksum(named)));
            for (int word = 0; word < WORDS; word++) {
                words[index * WORDS + word] = checksum.getInt();
            }
        });
        return Tensor.of(words);
    }

    private static String checksum(NamedParameter named) {
        StoredTensor value = StoredTensor.of(named.name(), named.parameter().value());
        return CheckpointDigest.of(SortedMaps.immutable.empty(), Lists.immutable.with(value));
    }
}
