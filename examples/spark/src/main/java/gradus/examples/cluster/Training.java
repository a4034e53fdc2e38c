package gradus.examples.cluster;

import gradus.nn.Sequential;
import gradus.nn.files.Sha256;
import gradus.nn.metrics.Evaluation;
import gradus.nn.train.History;
import gradus.plots.Curve;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A training that is done.
 *
 * @param name where it ran
 * @param attempts how often it was begun or gone on with; 1 if no process was lost
 * @param lost the processes that were lost
 * @param seconds how long it took, with all that was sent
 * @param progress how many epochs were done over the seconds
 */
record Training(
        String name,
        int attempts,
        ImmutableList<Loss> lost,
        double seconds,
        Curve progress,
        Sequential model,
        History history,
        Evaluation onTest) {

    /** The SHA-256 of the bits of all parameters. */
    String hash() {
        MessageDigest digest = Sha256.digest();
        model.parameters().forEach(parameter -> {
            float[] numbers = parameter.value().toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
            bytes.asFloatBuffer().put(numbers);
            digest.update(bytes);
        });
        return Sha256.of(digest);
    }
}
