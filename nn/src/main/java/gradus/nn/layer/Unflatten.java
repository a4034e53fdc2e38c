package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.Arrays;

/**
 * Each example in another shape: {@code [n, ...]} to {@code [n, shape...]}, in row-major order, such as
 * rows of 784 pixels to images {@code [n, 1, 28, 28]}.
 */
public record Unflatten(Shape example) implements Layer {
    /**
     * To examples of this shape.
     *
     * @throws ArgumentException if a length is 0
     */
    public Unflatten {
        if (example.size() == 0) {
            throw new ArgumentException("Unflatten", "lengths of 1 or more", example.toString(), "");
        }
    }

    /** To examples of these lengths. */
    public static Unflatten of(int... dims) {
        return new Unflatten(Shape.of(dims));
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless each example has as many numbers as the shape
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Shape shape = x.shape();
        if (shape.rank() == 0 || (long) shape.dim(0) * example.size() != shape.size()) {
            throw new ShapeException(description(), "examples of " + example.size() + " numbers", shape.toString(), "");
        }
        int[] dims = new int[example.rank() + 1];
        dims[0] = shape.dim(0);
        System.arraycopy(example.toArray(), 0, dims, 1, example.rank());
        return x.reshape(Shape.of(dims));
    }

    /** Such as {@code Unflatten[1, 28, 28]}. */
    @Override
    public String description() {
        return "Unflatten" + Arrays.toString(example.toArray());
    }
}
