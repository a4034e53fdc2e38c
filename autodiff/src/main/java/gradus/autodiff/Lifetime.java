package gradus.autodiff;

import gradus.autodiff.kernel.threads.Recycler;
import org.jspecify.annotations.Nullable;

/**
 * How long a tensor holds that was made in a {@link Scope}, and what made it. Its array serves
 * other tensors as soon as the run is over.
 */
final class Lifetime {
    /**
     * One run of a scope. What changes is read and written by its own thread alone: others are
     * refused.
     */
    static final class Run {
        private final int number;
        private final String where;
        private final Thread owner = Thread.currentThread();
        private boolean ended;

        /** @param where the scope first ran, in words */
        Run(int number, String where) {
            this.number = number;
            this.where = where;
        }

        void end() {
            ended = true;
        }
    }

    private final Run run;

    /** The operator; null for numbers that were given, drawn or converted. */
    private final @Nullable Op op;

    private Lifetime(Run run, @Nullable Op op) {
        this.run = run;
        this.op = op;
    }

    /**
     * Of a tensor that is made now, by an operator if any: null if it lasts, as no scope is running
     * here.
     */
    static @Nullable Lifetime ofNew(@Nullable Op op) {
        @Nullable Object run = Recycler.holder();
        return run == null ? null : new Lifetime((Run) run, op);
    }

    /** Of the same run, of a tensor that this operator has made by means of others. */
    Lifetime madeBy(Op outer) {
        return new Lifetime(run, outer);
    }

    private boolean isHere() {
        return Thread.currentThread().equals(run.owner);
    }

    boolean isOver() {
        return !isHere() || run.ended;
    }

    /** Refuses a tensor whose numbers may not be read any more. */
    void requireOpen(Tensor tensor) {
        if (isOver()) {
            throw refusal(tensor);
        }
    }

    private ScopeException refusal(Tensor tensor) {
        String made = tensor.type() + (op == null ? "" : " made by " + op.name()) + " in run " + run.number
                + " of a scope" + run.where;
        return isHere()
                ? new ScopeException(
                        "tensor", "a scope that has not ended", made + ", which is over", "keep() it before the end")
                : new ScopeException(
                        "tensor",
                        "the thread of its scope",
                        made + " on another thread",
                        "keep() it before it is handed over");
    }
}
