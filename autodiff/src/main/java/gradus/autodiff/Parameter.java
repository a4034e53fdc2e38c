package gradus.autodiff;

/**
 * A named cell that holds the current value of something learned. Reading {@link #value()} gives a tensor that is a
 * variable; {@link #set} replaces it. Tensors are immutable, so a graph recorded before a change keeps the value that it
 * was recorded with and its gradient stays right; a graph that mixes two values of one parameter refuses to name a
 * gradient of it.
 *
 * <p>Reading and setting are safe from any thread; who sets while others record gets either value, never a mixture.
 */
public final class Parameter {
    private final String name;
    private volatile Tensor value;

    private Parameter(String name, Tensor initial) {
        this.name = name;
        this.value = initial.leaf(this);
    }

    /** A parameter with its name, such as {@code 0.weight}, and its first value. */
    public static Parameter of(String name, Tensor initial) {
        return new Parameter(name, initial);
    }

    /** The name, for errors, pictures and files. */
    public String name() {
        return name;
    }

    /** The current value: a variable, so what is computed from it is recorded. */
    public Tensor value() {
        return value;
    }

    /**
     * Replaces the value.
     *
     * @throws ShapeException if the new value has another shape
     * @throws ElementTypeException if it has another element type
     */
    public void set(Tensor newValue) {
        if (!newValue.shape().equals(value.shape())) {
            throw new ShapeException(
                    "parameter " + name,
                    "a value of shape " + value.shape(),
                    newValue.shape().toString(),
                    "");
        }
        if (newValue.dtype() != value.dtype()) {
            throw new ElementTypeException(
                    "parameter " + name,
                    "a value of type " + value.dtype(),
                    newValue.dtype().toString(),
                    "convert it with to(DType)");
        }
        value = newValue.leaf(this);
    }

    @Override
    public String toString() {
        return name + " " + value.type();
    }
}
