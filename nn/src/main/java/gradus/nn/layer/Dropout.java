package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import java.util.random.RandomGenerator;

/**
 * In training, sets each element to 0 with this probability and divides the others by (1 -
 * probability), so that the mean stays; in evaluation, the identity. Each element takes one number
 * of the mode's generator, {@code nextDouble()}, in row-major order, and is dropped if that is less
 * than the probability: the same generator drops the same elements on any machine and in both
 * element types. Srivastava et al., JMLR 15 (2014).
 */
public record Dropout(double probability) implements Layer {

    /**
     * A layer that drops with this probability.
     *
     * @throws ArgumentException unless it is from 0 to 1
     */
    public Dropout {
        if (!(probability >= 0 && probability <= 1)) {
            throw new ArgumentException(
                    "Dropout", "a probability from 0 to 1", probability + "", "0.5 drops half of the elements");
        }
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        if (!mode.isTraining(description())) {
            return x;
        }
        Mask kept = kept(x.shape(), mode.random(description()));
        double scale = probability == 1 ? 0 : 1 / (1 - probability);
        return Tensor.where(kept, x.mul(scale), 0);
    }

    private Mask kept(Shape shape, RandomGenerator random) {
        boolean[] kept = new boolean[shape.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = random.nextDouble() >= probability;
        }
        return Mask.of(shape, kept);
    }

    /** Such as {@code Dropout(0.5)}. */
    @Override
    public String description() {
        return "Dropout(" + probability + ")";
    }
}
