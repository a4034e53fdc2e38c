package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;

/**
 * What remembers something between steps that a checkpoint has to keep, so that training goes on
 * bit for bit.
 */
public interface Stateful {
    /** What it remembers now: a value, which later steps do not change. */
    SavedState state();

    /**
     * Goes on from where {@link #state()} was taken. Settings that the caller makes in code, such
     * as the momentum, are not part of it: make them as they were. If it fails, nothing has
     * changed.
     *
     * @throws ArgumentException if the state belongs to something else
     * @throws ShapeException if a tensor has another shape than what it is for
     * @throws ElementTypeException if one has another type
     */
    void restore(SavedState state);
}
