package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.threads.Parallel;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A named cell that holds the current value of something learned. Reading {@link #value()} gives a
 * tensor that is a variable and never changes; {@link #set} replaces it, and {@link #update}
 * computes the next one, in place where nobody can see the difference. A graph recorded from {@link
 * #value()} keeps the value that it was recorded with and its gradient stays right. A graph
 * recorded from the parameter itself, as {@link Contraction#linear} does, refuses after an update.
 * A graph that mixes two values of one parameter refuses to name a gradient of it.
 *
 * <p>Reading and changing are safe from any thread; who changes while others record gets either
 * value, never a mixture.
 */
public final class Parameter {
    private static final String UPDATE_OF = "update of ";

    private final String name;
    private final Shape shape;
    private final DType dtype;
    private volatile String qualifiedName;
    private volatile boolean frozen;
    private volatile @Nullable Object note;
    private volatile ParameterValue current;

    private Parameter(String name, Tensor initial) {
        this.name = name;
        this.qualifiedName = name;
        this.shape = initial.shape();
        this.dtype = initial.dtype();
        this.current = new ParameterValue(this, initial.keep());
        current.share(); // the caller has the numbers too
    }

    /** A parameter with its name, such as {@code weight}, and its first value. */
    public static Parameter of(String name, Tensor initial) {
        return new Parameter(Given.of("parameter", "a name", name), Given.of("parameter", "a first value", initial));
    }

    /** The name that it was made with: that of its layer for it, such as {@code weight}. */
    public String name() {
        return name;
    }

    /**
     * The name in the model that it is part of, such as {@code 0.weight}: what errors, graphs and
     * texts call it. As long as it is part of none, it is {@link #name()}.
     */
    public String qualifiedName() {
        return qualifiedName;
    }

    /**
     * Gives it the name that a model has for it, which the layers of {@code gradus.nn} do for their
     * parameters. The last name given holds, with one exception: {@code weight} does not replace
     * {@code 0.weight}, and {@code 0.weight} not {@code 1.0.weight}, as a part of a model does not
     * know where it stands in the whole.
     */
    public void qualify(String nameInModel) {
        if (!qualifiedName.endsWith("." + Given.of("qualify", "a name", nameInModel))) {
            qualifiedName = nameInModel;
        }
    }

    /** What was {@linkplain #note(Object) noted} beside the value last, or null. */
    public @Nullable Object note() {
        return note;
    }

    /**
     * Notes something beside the value, in place of what was noted before: for a library that has to
     * remember something as long as there is the parameter. There is one note; {@code gradus.nn} keeps
     * there what a model was trained on. Nothing here reads it.
     */
    public void note(@Nullable Object next) {
        note = next;
    }

    /** The axis lengths of its value. */
    public Shape shape() {
        return shape;
    }

    /** The element type of its value. */
    public DType dtype() {
        return dtype;
    }

    /**
     * The current value: a variable, so what is computed from it is recorded; while the parameter
     * is {@linkplain #freeze() frozen} a constant. It never changes.
     */
    public Tensor value() {
        ParameterValue known = current;
        if (!known.isShared()) {
            synchronized (this) {
                known = current;
                known.share();
            }
        }
        return known.tensor;
    }

    /**
     * The current value for {@link ParameterValue#reading} alone: an update may overwrite it. Waits
     * while one does.
     */
    ParameterValue live() {
        ParameterValue known = current;
        if (!known.isIntact()) {
            synchronized (this) {
                known = current;
            }
        }
        return known;
    }

    /**
     * Whether every element of the value is finite: neither NaN nor an infinity. As {@link
     * #value()}, but an update can still work in place.
     */
    public boolean isFinite() {
        return ParameterValue.reading(value -> value[0].isFinite(), this);
    }

    /**
     * Replaces the value.
     *
     * @throws ShapeException if the new value has another shape
     * @throws ElementTypeException if it has another element type
     */
    public void set(Tensor newValue) {
        requireFits("a value", newValue);
        ParameterValue next = new ParameterValue(this, newValue.keep());
        next.share();
        synchronized (this) {
            current = next;
        }
    }

    /**
     * From now on its values are constants: a loss that is computed from them does not depend on
     * it, no gradient is computed for it, and optimizers leave it as it is. A loss recorded before
     * still does. This is for parts of a model that are not to be trained, and for models that only
     * predict. {@link #set} still changes it.
     */
    public void freeze() {
        frozen(true);
    }

    /** From now on its values are variables again. */
    public void unfreeze() {
        frozen(false);
    }

    /** Whether its values are constants. */
    public boolean isFrozen() {
        return frozen;
    }

    private synchronized void frozen(boolean next) {
        if (frozen != next) {
            current.share(); // what was recorded from it keeps it
            frozen = next;
            current = new ParameterValue(this, current.tensor);
            current.share();
        }
    }

    void requireFits(String what, Tensor tensor) {
        requireGiven("parameter ", what, tensor);
        requireFits(what, tensor.shape(), tensor.dtype());
    }

    private void requireFits(String what, Shape otherShape, DType otherType) {
        if (!otherShape.equals(shape)) {
            throw new ShapeException(
                    "parameter " + qualifiedName, what + " of shape " + shape, otherShape.toString(), "");
        }
        if (otherType != dtype) {
            throw new ElementTypeException(
                    "parameter " + qualifiedName,
                    what + " of type " + dtype,
                    otherType.toString(),
                    "convert it with to(DType)");
        }
    }

    /**
     * Computes the next value from the current one and its gradient: what an optimizer does. One
     * that does not depend on the loss has a gradient of zeros.
     *
     * @param state what the optimizer remembers, changed along with the value, of the same shape
     *     and type; nobody else may use it meanwhile
     * @throws GradientException as {@link Gradients#of(Parameter)}; nothing has changed then
     * @throws ShapeException if a state has another shape, or what a rule of your own computes has
     * @throws ElementTypeException likewise for the element type
     * @throws ArgumentException if the rule needs another number of states, or computes another one
     */
    public void update(Gradients gradients, ImmutableList<Parameter> state, UpdateRule rule) {
        requireGiven(UPDATE_OF, "gradients", gradients);
        update(gradients.of(this), state, rule);
    }

    /**
     * As {@link #update(Gradients, ImmutableList, UpdateRule)}, with a gradient that was changed on
     * the way, such as a clipped one.
     *
     * @throws ShapeException also if the gradient has another shape
     * @throws ElementTypeException also if it has another element type
     */
    public void update(Tensor gradient, ImmutableList<Parameter> state, UpdateRule rule) {
        requireFits("a gradient", gradient);
        requireGiven(UPDATE_OF, "state", state);
        if (state.notEmpty()) {
            Given.all(updateOf(), "state", state).forEach(cell -> requireFits("state", cell.shape, cell.dtype));
        }
        requireGiven(UPDATE_OF, "a rule", rule);
        switch (rule) {
            case UpdateRule.Loop loop -> {
                requireCount("of state", loop.stateSize(), state.size());
                run(dtype.kernels(), gradient, state, loop);
            }
            case UpdateRule.Computed computed -> compute(gradient.detach(), state, computed);
        }
    }

    private String updateOf() {
        return UPDATE_OF + qualifiedName;
    }

    /** The operator's words are put together only when they are needed. */
    private void requireGiven(String operator, String need, @Nullable Object given) {
        if (given == null) {
            Given.of(operator + qualifiedName, need, given);
        }
    }

    private void requireCount(String what, int need, int got) {
        if (need != got) {
            throw new ArgumentException(updateOf(), GradusException.counted(need, "tensor") + " " + what, got + "", "");
        }
    }

    private synchronized <A> void run(
            Kernels<A> k, Tensor gradient, ImmutableList<Parameter> state, UpdateRule.Loop rule) {
        A g = gradient.array(k);
        A value = own(k);
        ImmutableList<A> arrays = state.collect(cell -> cell.own(k));
        overwrite();
        state.forEach(Parameter::overwrite);
        try {
            Parallel.ranges(
                    shape.size(), Parallel.GRAIN, (from, to) -> UpdateLoops.run(rule, k, value, g, arrays, from, to));
        } finally { // whatever happened: what was recorded before it must not wait for values for ever
            publish(value);
            state.forEachWithIndex((cell, index) -> cell.publish(arrays.get(index)));
        }
    }

    /** Nothing has changed if the rule throws, or gives what does not fit. */
    private synchronized void compute(Tensor gradient, ImmutableList<Parameter> state, UpdateRule.Computed rule) {
        ImmutableList<Tensor> next = rule.next(
                value().detach(), gradient, state.collect(cell -> cell.value().detach()));
        Given.of(updateOf(), "from the rule the next value and state", next);
        requireCount("from the rule: the value and each of the state", 1 + state.size(), next.size());
        next.forEach(tensor -> requireFits("from the rule a result", tensor));
        ImmutableList<Tensor> kept = next.collect(Tensor::keep); // all of them, before anything changes
        set(kept.getFirst());
        state.forEachWithIndex((cell, index) -> cell.set(kept.get(index + 1)));
    }

    /** The numbers as an array that no user sees. */
    private synchronized <A> A own(Kernels<A> k) {
        A numbers = current.tensor.array(k);
        return current.isShared() ? k.duplicate(numbers) : numbers;
    }

    private synchronized void overwrite() {
        if (!current.isShared()) {
            current.overwrite();
        }
    }

    private synchronized void publish(Object numbers) {
        current = new ParameterValue(this, Tensor.lasting(shape, dtype, numbers));
    }

    @Override
    public String toString() {
        return qualifiedName + " " + dtype + shape;
    }
}
