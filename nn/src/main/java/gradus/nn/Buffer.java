package gradus.nn;

import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * A cell for what a layer keeps beside its parameters and no optimizer changes, such as running means. It is saved with the
 * model. Reading and replacing its value are safe from any thread.
 */
public final class Buffer {
    private final String name;
    private volatile Tensor value;

    private Buffer(String name, Tensor initial) {
        this.name = name;
        this.value = initial.detach();
    }

    /** A buffer with its name, for errors, and its first value. */
    public static Buffer of(String name, Tensor initial) {
        return new Buffer(name, initial);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The current value, a constant. */
    public Tensor value() {
        return value;
    }

    /** The axis lengths of its value. */
    public Shape shape() {
        return value.shape();
    }

    /** The element type of its value. */
    public DType dtype() {
        return value.dtype();
    }

    /**
     * Replaces the value.
     *
     * @throws ShapeException if the new value has another shape
     * @throws ElementTypeException if it has another element type
     */
    public void set(Tensor newValue) {
        if (!newValue.shape().equals(shape())) {
            throw new ShapeException(
                    "buffer " + name,
                    "a value of shape " + shape(),
                    newValue.shape().toString(),
                    "");
        }
        if (newValue.dtype() != dtype()) {
            throw new ElementTypeException(
                    "buffer " + name,
                    "a value of type " + dtype(),
                    newValue.dtype().toString(),
                    "convert it with to(DType)");
        }
        value = newValue.detach();
    }

    @Override
    public String toString() {
        return name + " " + dtype() + shape();
    }
}
