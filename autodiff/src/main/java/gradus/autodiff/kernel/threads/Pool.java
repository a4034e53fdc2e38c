package gradus.autodiff.kernel.threads;

import gradus.autodiff.kernel.KernelSettings;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects with much memory that are used again. Whoever borrows one has it alone until it is given
 * back; some are kept for the next user, whichever thread that is on. The first place that holds one
 * is emptied first, and the first empty place filled: so a single user has the same one each time,
 * whose memory is in the caches.
 */
public final class Pool<T> {
    /**
     * As many are kept as this, one for each thread of a loop; what finds no room is left to the
     * collector.
     */
    private static final int KEPT = Math.max(16, KernelSettings.THREADS);

    private final AtomicReferenceArray<@Nullable T> kept = new AtomicReferenceArray<>(KEPT);
    private final Supplier<T> make;

    /** A pool that has nothing yet. */
    public Pool(Supplier<T> make) {
        this.make = make;
    }

    /** One that nobody else has, as it was given back, or a new one. */
    public T borrow() {
        for (int i = 0; i < KEPT; i++) {
            if (kept.getOpaque(i) != null) {
                @Nullable T free = kept.getAndSet(i, null);
                if (free != null) {
                    return free;
                }
            }
        }
        return make.get();
    }

    /** Others may have it now. */
    public void giveBack(T borrowed) {
        for (int i = 0; i < KEPT; i++) {
            if (kept.getOpaque(i) == null && kept.compareAndSet(i, null, borrowed)) {
                return;
            }
        }
    }
}
