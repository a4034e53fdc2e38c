package gradus.autodiff;

import gradus.autodiff.kernel.threads.Recycler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Memory for backward sweeps that follow each other, as in training: large arrays of one sweep
 * serve the next, which keeps them in the cache and often saves clearing them. The gradients are
 * the same numbers as without. They hold until the next sweep; tensors that {@link Gradients#of}
 * gives are copies and hold for ever. It belongs to one thread.
 *
 * {@snippet lang = java :
 * var workspace = new Workspace();
 * for (var batch : batches) {
 *     sgd.step(lossOf(batch).gradients(workspace));
 * }
 * }
 */
public final class Workspace {
    private final Recycler recycler = new Recycler();
    private final AtomicBoolean busy = new AtomicBoolean();
    private int sweeps;

    /** A workspace that has no memory yet. */
    public Workspace() {}

    /**
     * Runs a sweep, whose large arrays come from here. None of them may reach a user, but through
     * the gradients.
     */
    Gradients sweep(Supplier<Gradients> sweep) {
        if (!busy.compareAndSet(false, true)) {
            throw new GradientException(
                    "gradients", "a workspace that no other sweep uses", "one in use", "make one for each thread");
        }
        try {
            recycler.takeBack();
            sweeps++;
            return recycler.during(sweep).within(this, sweeps);
        } catch (RuntimeException | Error problem) {
            recycler.forget();
            throw problem;
        } finally {
            busy.set(false);
        }
    }

    void requireCurrent(int sweep) {
        if (sweep != sweeps) {
            throw new GradientException(
                    "gradients",
                    "the last sweep of their workspace",
                    "an earlier one, whose memory is used again",
                    "take gradients.of(...) before the next sweep, or sweep without a workspace");
        }
    }
}
