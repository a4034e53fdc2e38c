package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.random.RandomGenerator;

/**
 * A row of learned numbers for each thing that has a number, such as a word: {@code [...]} to
 * {@code [..., features]}. The rows are the weights, {@code [count, features]}, with the name
 * {@code weight}, as in PyTorch.
 *
 * <p>What comes in are {@link Indices}. As a layer among others it also takes a tensor, whose
 * elements must be whole numbers, as they come from a data file; no gradient flows back to them.
 */
public record Embedding(Parameter weight) implements Layer {

    /**
     * A layer of these weights.
     *
     * @throws ShapeException unless they are {@code [count, features]}, neither 0
     */
    public Embedding {
        if (weight.shape().rank() != 2 || weight.shape().size() == 0) {
            throw new ShapeException(
                    "Embedding",
                    "weights [count, features] with at least one of each",
                    weight.shape().toString(),
                    "");
        }
    }

    /** So many rows of so many features, of type F32, from N(0, 1) as in PyTorch. */
    public static Embedding of(int count, int features, RandomGenerator random) {
        return of(DType.F32, count, features, Initializer.normal(0, 1), random);
    }

    /** So many rows of so many features by the initializer. */
    public static Embedding of(DType dtype, int count, int features, Initializer initializer, RandomGenerator random) {
        if (count < 1 || features < 1) {
            throw new ArgumentException(
                    "Embedding",
                    "1 row and 1 feature or more",
                    GradusException.counted(count, "row") + ", " + GradusException.counted(features, "feature"),
                    "");
        }
        return new Embedding(Parameter.of("weight", initializer.create(dtype, Shape.of(count, features), random)));
    }

    /**
     * The rows with these numbers: {@code [...]} to {@code [..., features]}.
     *
     * @throws IndexException if a number is not in {@code 0 <= number < count}
     */
    public Tensor forward(Indices numbers) {
        numbers.requireBelow(description(), "numbers", count());
        return weight.value().gather(0, numbers);
    }

    /**
     * As {@link #forward(Indices)}, with the numbers in a tensor of any element type.
     *
     * @throws ArgumentException if one of them is not a whole number
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        double[] elements = x.toDoubleArray();
        int[] numbers = new int[elements.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) elements[i];
            if (numbers[i] != elements[i]) {
                throw new ArgumentException(
                        description(),
                        "whole numbers",
                        elements[i] + " at position " + i,
                        "forward(Indices) takes nothing else");
            }
        }
        return forward(Indices.of(x.shape(), numbers));
    }

    /** How many rows there are. */
    public int count() {
        return weight.shape().dim(0);
    }

    /** How long each is. */
    public int features() {
        return weight.shape().dim(1);
    }

    /** Such as {@code Embedding(1000 -> 16)}. */
    @Override
    public String description() {
        return "Embedding(" + count() + " -> " + features() + ")";
    }
}
