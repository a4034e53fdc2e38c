package gradus.nn.input;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import java.util.Arrays;

/**
 * y = (x - mean) / deviation for each feature, with numbers that were found on training data: a
 * {@link Scaling} that is part of a model, so that it is saved with it and applied wherever the
 * model is. What did not vary in training is moved to 0 and not stretched.
 *
 * {@snippet lang = java :
 * var model = Sequential.of(Standardize.of(train), Linear.of(3, 1, random));
 * SavedModel.of(model, Maps.immutable.empty()).write(file);
 * // in another process: a model made alike, with numbers to come
 * var served = Sequential.of(Standardize.of(3), Linear.of(3, 1, random));
 * SavedModel.read(file).into(served);
 * }
 *
 * <p>The numbers are buffers of type F64 whatever the model's type; no optimizer changes them. What
 * comes out has the type of what comes in.
 *
 * @param mean what becomes 0: a number for each feature, or one for all
 * @param deviation what becomes 1, counted from there
 */
public record Standardize(Buffer mean, Buffer deviation) implements Layer {

    /**
     * A layer of these numbers.
     *
     * @throws ShapeException if both have a number for each feature, but not for the same features
     * @throws ArgumentException if one is not finite, or a deviation is 0
     */
    public Standardize {
        Tensor means = mean.value();
        Tensor deviations = deviation.value();
        if (deviations.shape().rank() > 0 && !deviations.shape().equals(means.shape())) {
            throw new ShapeException(
                    "Standardize",
                    "a deviation for each mean, or one for all",
                    "means " + means.shape() + " and deviations " + deviations.shape(),
                    "");
        }
        requireFinite("means", means, "are there gaps in the data? TableEncoder fills them");
        requireFinite("deviations", deviations, "");
        if (Arrays.stream(deviations.toDoubleArray()).anyMatch(number -> number == 0)) {
            throw new ArgumentException(
                    "Standardize", "deviations other than 0", "0", "1 leaves a feature that does not vary as it is");
        }
    }

    private static void requireFinite(String what, Tensor numbers, String hint) {
        double[] all = numbers.toDoubleArray();
        for (int i = 0; i < all.length; i++) {
            if (!Double.isFinite(all[i])) {
                throw new ArgumentException("Standardize", "finite " + what, all[i] + " for feature " + i, hint);
            }
        }
    }

    /**
     * Each feature of training data to mean 0 and standard deviation 1.
     *
     * @throws ArgumentException if there are no examples, or an input is not finite
     */
    public static Standardize of(Dataset train) {
        return of(Scaling.standardizing(train));
    }

    /** As {@link #of(Dataset)}, of inputs {@code [n, ...]}. */
    public static Standardize of(Tensor inputs) {
        return of(Scaling.standardizing(inputs));
    }

    /**
     * Any other scaling, such as {@link Scaling#standardizingWhole} or {@link Scaling#toRange}.
     *
     * @throws ArgumentException if one of its numbers is not finite
     */
    public static Standardize of(Scaling scaling) {
        return new Standardize(Buffer.of("mean", scaling.offset()), Buffer.of("deviation", scaling.divisor()));
    }

    /**
     * Of inputs {@code [n, ...]} with these axes behind the first; it changes nothing until numbers
     * are put into it, as those of a saved model.
     */
    public static Standardize of(int... features) {
        Tensor zeros = Tensor.zeros(DType.F64, Shape.of(features));
        return of(new Scaling(zeros, zeros.add(1)));
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException if {@code x} has other features
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return new Scaling(mean.value(), deviation.value()).apply(x);
    }

    /** Such as {@code Standardize[784]}. */
    @Override
    public String description() {
        return "Standardize" + mean.shape();
    }
}
