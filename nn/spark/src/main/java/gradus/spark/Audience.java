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
    private @Nullable Throwable failure;
    private boolean isOver;

    /** @param epochs how many were done before */
    Audience(ImmutableList<TrainingListener> listeners, int epochs) {
        this.listeners = listeners;
        this.epochs = epochs;
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Throws what a listener threw, if one has. */
    synchronized void throwFailure() {
        switch (failure) {
            case null -> {}
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            case Throwable other -> throw new IllegalStateException(other);
        }
    }

    /** Whether all of them still listen. */
    synchronized boolean hear(Report report) {
        if (!isOver && failure == null) {
            try {
                tell(report);
            } catch (RuntimeException | Error thrown) {
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
        throwFailure();
        history.hints().forEach(hint -> tell(new Report.Said(hint)));
        history.epochs().forEach(epoch -> tell(new Report.Done(epoch)));
        isOver = true;
        listeners.forEach(listener -> listener.finished(history));
    }

    /** Training has failed, and is not tried again. */
    synchronized void failed(Throwable cause) {
        isOver = true;
        for (TrainingListener listener : listeners) {
            try {
                listener.failed(cause);
            } catch (RuntimeException another) {
                if (!another.equals(cause)) { // it is its own failure
                    cause.addSuppressed(another);
                }
            }
        }
    }
}
