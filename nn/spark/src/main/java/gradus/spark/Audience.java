package gradus.spark;

import gradus.nn.train.Hint;
import gradus.nn.train.History;
import gradus.nn.train.TrainingListener;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.set.MutableSet;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of the driver, who are told everything once, also where an attempt repeats what one
 * before it did. One call is made at a time. What a listener throws is kept, and no more is told.
 */
final class Audience {
    private final ImmutableList<TrainingListener> listeners;
    private final MutableSet<Hint> hints = Sets.mutable.empty();
    private long steps;
    private int epochs;
    private @Nullable RuntimeException failure;

    /** @param epochs how many were done before */
    Audience(ImmutableList<TrainingListener> listeners, int epochs) {
        this.listeners = listeners;
        this.epochs = epochs;
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** What a listener threw; null if none has. */
    synchronized @Nullable RuntimeException failure() {
        return failure;
    }

    /** Whether all of them still listen. */
    synchronized boolean hear(Report report) {
        if (failure == null) {
            try {
                tell(report);
            } catch (RuntimeException thrown) {
                failure = thrown;
            }
        }
        return failure == null;
    }

    private void tell(Report report) {
        switch (report) {
            case Report.Step(var step) -> {
                if (step.number() > steps) {
                    steps = step.number();
                    listeners.forEach(listener -> listener.step(step));
                }
            }
            case Report.Done(var epoch) -> {
                if (epoch.number() > epochs) {
                    epochs = epoch.number();
                    listeners.forEach(listener -> listener.epoch(epoch));
                }
            }
            case Report.Said(var hint) -> {
                if (hints.add(hint)) {
                    listeners.forEach(listener -> listener.hint(hint));
                }
            }
        }
    }

    /** Training has ended as planned; what did not arrive on the way is told now. */
    synchronized void finished(History history) {
        history.hints().forEach(hint -> tell(new Report.Said(hint)));
        history.epochs().forEach(epoch -> tell(new Report.Done(epoch)));
        listeners.forEach(listener -> listener.finished(history));
    }

    /** Training has failed, and is not tried again. */
    synchronized void failed(RuntimeException cause) {
        for (TrainingListener listener : listeners) {
            try {
                listener.failed(cause);
            } catch (RuntimeException another) {
                cause.addSuppressed(another);
            }
        }
    }
}
