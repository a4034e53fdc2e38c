package gradus.nn.optim;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The parameters that an optimizer took on. The optimizers of a program may share a model; when each
 * parameter was taken on and changed last is known to all of them.
 */
record Shares(ImmutableList<Parameter> parameters, ImmutableList<Share> each) {
    /** Grows whenever an optimizer is made or takes a step. */
    private static final AtomicLong CLOCK = new AtomicLong();

    private static final Map<Parameter, Share> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    /** What optimizers do with one parameter; 0 is never. */
    static final class Share {
        private volatile long taken;
        private volatile long changed;

        /** Whether any optimizer was made for it. */
        boolean isTaken() {
            return taken > 0;
        }

        /** Whether the last optimizer that was made for it has not yet changed it. */
        boolean isPending() {
            return taken > changed;
        }

        boolean isChangedAfter(long moment) {
            return changed > moment;
        }
    }

    static Share of(Parameter parameter) {
        return KNOWN.computeIfAbsent(parameter, _ -> new Share());
    }

    static long now() {
        return CLOCK.get();
    }

    /** An optimizer of these is made. */
    static Shares take(ImmutableList<Parameter> parameters) {
        Shares shares = new Shares(parameters, parameters.collect(Shares::of));
        long now = CLOCK.incrementAndGet();
        shares.each.forEach(share -> share.taken = now);
        return shares;
    }

    /** It has changed those that the loss depends on. */
    void change(Gradients gradients) {
        long now = CLOCK.incrementAndGet();
        parameters.forEachWithIndex((parameter, index) -> {
            if (gradients.dependsOn(parameter)) {
                each.get(index).changed = now;
            }
        });
    }
}
