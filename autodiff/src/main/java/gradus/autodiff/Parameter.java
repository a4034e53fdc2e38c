package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.OptimizerKernels;
import gradus.autodiff.kernel.threads.Parallel;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A named cell that holds the current value of something learned. Reading {@link #value()} gives a tensor that is a
 * variable and never changes; {@link #set} replaces it, and {@link #update} computes the next one, in place where nobody can see the
 * difference. A graph recorded from {@link #value()} keeps the value that it was recorded with and its gradient stays right. A graph
 * recorded from the parameter itself, as {@link Contraction#linear} does, refuses after an update. A graph that mixes two values of one parameter
 * refuses to name a gradient of it.
 *
 * <p>Reading and changing are safe from any thread; who changes while others record gets either value, never a mixture.
 */
public final class Parameter {
    /**
     * What one step of an optimizer does: a loop over the elements of a parameter. A rule must not keep the arrays.
     */
    public interface Update {
        /**
         * Changes {@code value}, and what the optimizer remembers of it, in place for {@code from <= i < to}.
         *
         * @param gradient to be read only
         * @param state the arrays of the state parameters, in their order
         */
        <A> void run(OptimizerKernels<A> k, A value, A gradient, ImmutableList<A> state, int from, int to);
    }

    private final String name;
    private final Shape shape;
    private final DType dtype;
    private volatile ParameterValue current;

    private Parameter(String name, Tensor initial) {
        this.name = name;
        this.shape = initial.shape();
        this.dtype = initial.dtype();
        this.current = new ParameterValue(this, initial);
        current.share(); // the caller has the numbers too
    }

    /** A parameter with its name, such as {@code 0.weight}, and its first value. */
    public static Parameter of(String name, Tensor initial) {
        return new Parameter(name, initial);
    }

    /** The name, for errors, pictures and files. */
    public String name() {
        return name;
    }

    /** The axis lengths of its value. */
    public Shape shape() {
        return shape;
    }

    /** The element type of its value. */
    public DType dtype() {
        return dtype;
    }

    /** The current value: a variable, so what is computed from it is recorded. It never changes. */
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

    /** The current value for the engine alone: an update may overwrite it. Waits while one does. */
    ParameterValue live() {
        ParameterValue known = current;
        if (!known.isIntact()) {
            synchronized (this) {
                known = current;
            }
        }
        return known;
    }

    /** Whether every element of the value is finite: neither NaN nor an infinity. As {@link #value()}, but an update can still work in place. */
    public boolean isFinite() {
        while (true) {
            ParameterValue known = live();
            boolean finite = known.tensor.isFinite();
            if (known.isIntact()) {
                return finite;
            }
        }
    }

    /**
     * Replaces the value.
     *
     * @throws ShapeException if the new value has another shape
     * @throws ElementTypeException if it has another element type
     */
    public void set(Tensor newValue) {
        requireFits("a value", newValue.shape(), newValue.dtype());
        ParameterValue next = new ParameterValue(this, newValue);
        next.share();
        synchronized (this) {
            current = next;
        }
    }

    private void requireFits(String what, Shape otherShape, DType otherType) {
        if (!otherShape.equals(shape)) {
            throw new ShapeException("parameter " + name, what + " of shape " + shape, otherShape.toString(), "");
        }
        if (otherType != dtype) {
            throw new ElementTypeException(
                    "parameter " + name, what + " of type " + dtype, otherType.toString(), "convert it with to(DType)");
        }
    }

    /**
     * Computes the next value from the current one and its gradient: what an optimizer does. One that does not depend on the
     * loss has a gradient of zeros.
     *
     * @param state what the optimizer remembers, changed along with the value, of the same shape and type; nobody else may use it meanwhile
     * @throws GradientException as {@link Gradients#of(Parameter)}; nothing has changed then. What a rule throws comes through; what it changed
     *     until then stays changed
     */
    public void update(Gradients gradients, ImmutableList<Parameter> state, Update rule) {
        update(gradients.inner(this), state, rule);
    }

    /**
     * As {@link #update(Gradients, ImmutableList, Update)}, with a gradient that was changed on the way, such as a clipped one.
     *
     * @throws ShapeException if the gradient has another shape
     * @throws ElementTypeException if it has another element type
     */
    public void update(Tensor gradient, ImmutableList<Parameter> state, Update rule) {
        requireFits("a gradient", gradient.shape(), gradient.dtype());
        state.forEach(cell -> requireFits("state", cell.shape, cell.dtype));
        run(dtype.kernels(), gradient, state, rule);
    }

    private synchronized <A> void run(Kernels<A> k, Tensor gradient, ImmutableList<Parameter> state, Update rule) {
        A g = gradient.array(k);
        A value = own(k);
        ImmutableList<A> arrays = state.collect(cell -> cell.own(k));
        overwrite();
        state.forEach(Parameter::overwrite);
        try {
            Parallel.ranges(shape.size(), Parallel.GRAIN, (from, to) -> rule.run(k, value, g, arrays, from, to));
        } finally { // whatever the rule did: what was recorded before it must not wait for values for ever
            publish(value);
            state.forEachWithIndex((cell, index) -> cell.publish(arrays.get(index)));
        }
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
        current = new ParameterValue(this, new Tensor(shape, dtype, numbers, null));
    }

    @Override
    public String toString() {
        return name + " " + dtype + shape;
    }
}
