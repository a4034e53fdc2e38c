package gradus.autodiff;

import gradus.autodiff.kernel.threads.Recycler;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Memory for work that repeats, such as the steps of a training or of a search: what one run
 * computes lies in arrays that the next run uses again. Fresh arrays would have to be cleared and
 * brought into the cache each time, which often takes longer than to compute them. The numbers are
 * the same as without.
 *
 * {@snippet lang = java :
 * var scope = new Scope();
 * for (var batch : batches) {
 *     scope.run(() -> sgd.step(lossOf(batch).gradients()));
 * }
 * }
 *
 * <p>Tensors that are made in a run hold until it ends, and for the thread that runs it. Whoever
 * reads one later, or from another thread, gets a {@link ScopeException}, never other numbers.
 * {@link Tensor#keep} makes one that lasts; numbers that were read out last anyway, as do the values
 * of parameters.
 *
 * <p>Nothing is freed before a run ends: make one run a step, not a training.
 *
 * <p>A scope serves one run at a time: each thread has its own. Runs of different scopes may be
 * nested. Without a scope all tensors last.
 */
public final class Scope {
    private static final StackWalker CALLERS = StackWalker.getInstance();

    private static final List<String> LIBRARIES =
            List.of("gradus.autodiff.", "gradus.nn.", "java.", "jdk.", "org.eclipse.collections.");

    private final Recycler recycler = new Recycler();
    private final AtomicBoolean busy = new AtomicBoolean();
    private int runs;
    private String where = "";

    /** A scope that has no memory yet. */
    public Scope() {}

    /**
     * Does the work of one run. What it throws ends the run too.
     *
     * @throws ScopeException if a run of this scope is not over
     */
    public void run(Runnable work) {
        take();
        this.<@Nullable Object>running(() -> {
            work.run();
            return null;
        });
    }

    /**
     * As {@link #run(Runnable)}, for work with a result. A tensor as the result is {@linkplain
     * Tensor#keep kept}, so it is a constant: take gradients inside. One within something else is
     * not kept.
     */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        take();
        return running(() -> kept(work.get()));
    }

    private void take() {
        if (!busy.compareAndSet(false, true)) {
            throw new ScopeException(
                    "scope.run",
                    "a scope, or an optimizer with its own, that no other run uses",
                    "one in use",
                    "make one for each thread, and do not call it inside itself");
        }
    }

    private <T extends @Nullable Object> T running(Supplier<T> work) {
        if (runs == 0) {
            where = caller();
        }
        runs++;
        Lifetime.Run run = new Lifetime.Run(runs, where);
        boolean isWhole = false;
        try {
            T result = recycler.during(run, work);
            isWhole = true;
            return result;
        } finally {
            run.end();
            end(isWhole);
        }
    }

    private void end(boolean isWhole) {
        try {
            if (isWhole) {
                recycler.takeBack();
            } else { // who failed may have left work behind
                recycler.forget();
            }
        } finally {
            busy.set(false);
        }
    }

    @SuppressWarnings("unchecked") // a tensor is kept as a tensor
    private static <T extends @Nullable Object> T kept(T result) {
        return result instanceof Tensor tensor ? (T) tensor.keep() : result;
    }

    /** Whether this thread is in a run of some scope, so that what it makes holds until that ends. */
    public static boolean isRunning() {
        return Recycler.holder() != null;
    }

    /** The memory that it keeps for the next run, in bytes. */
    public long bytes() {
        return recycler.bytes();
    }

    /** The place outside of Gradus where the first run begins, in words. */
    private static String caller() {
        return CALLERS.walk(frames -> frames.filter(frame -> !isOurs(frame.getClassName()))
                .findFirst()
                .map(frame -> " that first ran at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse(""));
    }

    /** Whether it is no class of the user, nor one that calls it for him. */
    private static boolean isOurs(String className) {
        return LIBRARIES.stream().anyMatch(className::startsWith);
    }
}
