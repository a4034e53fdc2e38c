package gradus.spark;

import gradus.nn.train.History;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended.
 *
 * @param failure what the model, the trainer or the data threw, which would come again
 * @param lost what it says of another worker that it has lost
 * @param history if it reached the end, from the first worker alone
 * @param values of the model in the end, from the first worker alone
 */
record WorkerEnd(
        @Nullable RuntimeException failure,
        @Nullable String lost,
        @Nullable History history,
        @Nullable ModelValues values,
        long sentBytes)
        implements Serializable {

    /** Whether it reached the end of the training. */
    boolean isWhole() {
        return failure == null && lost == null;
    }

    static WorkerEnd failed(RuntimeException failure) {
        return new WorkerEnd(failure, null, null, null, 0);
    }

    static WorkerEnd lost(LostPeerException lost) {
        return new WorkerEnd(null, lost.getMessage(), null, null, 0);
    }
}
