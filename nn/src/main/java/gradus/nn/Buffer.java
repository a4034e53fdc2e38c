package gradus.nn;

import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A cell for what a layer keeps beside its parameters and no optimizer changes, such as running
 * means. It is saved with the model. Reading and replacing its value are safe from any thread.
 */
public final class Buffer {
    private final String name;
    private volatile String qualifiedName;
    private volatile Tensor value;
    private volatile @Nullable Object note;

    /** Whose value this one is, or null if it has its own. */
    private final @Nullable Parameter constant;

    private Buffer(String name, Tensor initial, @Nullable Parameter constant) {
        this.name = name;
        this.qualifiedName = name;
        this.value = initial.keep();
        this.constant = constant;
    }

    /** A buffer with its name, for errors, and its first value. */
    public static Buffer of(String name, Tensor initial) {
        return new Buffer(name, initial, null);
    }

    /** The value of a frozen parameter as a buffer, which changes with it. */
    static Buffer of(Parameter constant) {
        Buffer buffer = new Buffer(constant.name(), constant.value().detach(), constant);
        buffer.qualify(constant.qualifiedName());
        buffer.note(constant.note());
        return buffer;
    }

    /** The name that it was made with, such as {@code running_mean}. */
    public String name() {
        return name;
    }

    /**
     * The name in the model that it is part of, such as {@code 1.running_mean}, as {@link
     * gradus.autodiff.Parameter#qualifiedName()}.
     */
    public String qualifiedName() {
        return qualifiedName;
    }

    /** Gives it the name that a model has for it, as {@link gradus.autodiff.Parameter#qualify}. */
    public void qualify(String nameInModel) {
        if (!qualifiedName.endsWith("." + nameInModel)) {
            qualifiedName = nameInModel;
        }
    }

    /** As {@link Parameter#note()}. */
    @Nullable
    Object note() {
        return note;
    }

    void note(@Nullable Object next) {
        note = next;
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
                    "buffer " + qualifiedName,
                    "a value of shape " + shape(),
                    newValue.shape().toString(),
                    "");
        }
        if (newValue.dtype() != dtype()) {
            throw new ElementTypeException(
                    "buffer " + qualifiedName,
                    "a value of type " + dtype(),
                    newValue.dtype().toString(),
                    "convert it with to(DType)");
        }
        value = newValue.keep();
        if (constant != null) {
            constant.set(value);
        }
    }

    @Override
    public String toString() {
        return qualifiedName + " " + dtype() + shape();
    }
}
