package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * Changes the images of a batch at random, each for itself, so that a model sees more of them than
 * there are. A value: the random numbers are given when it is applied, and the same ones change the
 * images in the same way.
 *
 * {@snippet lang = java :
 * var layout = ImageLayout.planes(32, 32);
 * var augmentation = Augmentation.flip(layout).then(Augmentation.shift(layout, 4));
 * for (Batch batch : train.shuffled(random).batches(128).augmented(augmentation, random)) {
 *     Tensor images = batch.inputs(); // [128, 3072], flipped and shifted at random
 * }
 * Trainer.of(model, loss, sgd)
 *         .train(own -> train.shuffled(own).batches(128).augmented(augmentation, own));
 * }
 */
public interface Augmentation {
    /**
     * Other images for {@code [n, height * width * channels]}.
     *
     * @throws gradus.autodiff.ShapeException if the images have another layout
     */
    Tensor apply(Tensor images, RandomGenerator random);

    /** The batch with other images and the same labels or targets. */
    default Batch apply(Batch batch, RandomGenerator random) {
        return batch.withInputs(apply(batch.inputs(), random));
    }

    /** This and then another. */
    default Augmentation then(Augmentation next) {
        return (images, random) -> next.apply(apply(images, random), random);
    }

    /** Mirrors every second image, on average: left becomes right. */
    static Augmentation flip(ImageLayout layout) {
        return new PixelMapping("Augmentation.flip", layout, layout, random -> {
            boolean mirrored = random.nextBoolean();
            return (row, column, channel) ->
                    layout.place(row, mirrored ? layout.width() - 1 - column : column, channel);
        });
    }

    /**
     * Moves each image by up to {@code most} pixels up or down and left or right; zeros come in
     * from the edges.
     *
     * @throws ArgumentException if it is negative
     */
    static Augmentation shift(ImageLayout layout, int most) {
        return PixelMapping.window("Augmentation.shift", layout, most, layout.height(), layout.width());
    }

    /**
     * Surrounds each image with {@code padding} pixels of zeros and cuts out a part of the given
     * size, anywhere.
     *
     * @throws ArgumentException if the padding is negative or the part is larger than what it is
     *     cut out of
     */
    static Augmentation crop(ImageLayout layout, int padding, int height, int width) {
        return PixelMapping.window("Augmentation.crop", layout, padding, height, width);
    }
}
