package gradus.nn;

import gradus.autodiff.ArgumentException;

/** A {@link Frozen} model of several inputs or outputs: what {@link Model#frozen()} gives. */
final class FrozenModel implements Model {
    private final Model model;
    private final NamedParts parts;
    private final FrozenCalls calls = new FrozenCalls();

    FrozenModel(Model model, NamedParts parts) {
        this.model = model;
        this.parts = parts;
    }

    /**
     * Applies the model, in evaluation. What comes from constants is constants.
     *
     * @throws ArgumentException as {@link Frozen#forward(gradus.autodiff.Tensor, Mode)}
     */
    @Override
    public NamedTensors forward(NamedTensors inputs, Mode mode) {
        return calls.apply(this, model, inputs, mode);
    }

    /** The same with cells of its own. */
    Model copied(FrozenCopy copy) {
        return Frozen.of(copy.of(model));
    }

    /** The values as buffers, with the names that they have in the model. */
    @Override
    public NamedParts namedParts() {
        return parts;
    }

    /** Itself: nothing in it is trained. */
    @Override
    public Model frozen() {
        return this;
    }

    /** Such as {@code Frozen(Rating)}. */
    @Override
    public String description() {
        return "Frozen(" + model.description() + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
