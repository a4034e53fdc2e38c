package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * Changes the images of a batch at random, each for itself, so that a model sees more of them than
 * there are. A value: the random numbers are given when it is applied, and the same ones change the
 * images in the same way, on however many threads.
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
        return new AugmentationChain(this, next);
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

    /**
     * Turns, stretches, shears and moves each image, each within its limits.
     */
    static Augmentation affine(ImageLayout layout, Affine limits) {
        return new ImageChange("Augmentation.affine", layout, random -> limits.next(layout, random));
    }

    /**
     * Changes brightness, contrast and saturation, in this order, each by a factor from 1 - strength
     * to 1 + strength. Pixels are from 0 to 1 and stay there: scale them afterwards. Others are
     * refused, but for what rounding adds.
     *
     * @throws ArgumentException unless the strengths are from 0 to 1, and that of the saturation 0
     *     where there are no three channels
     */
    static Augmentation color(ImageLayout layout, double brightness, double contrast, double saturation) {
        var change = new ColorChange(layout, brightness, contrast, saturation);
        var colors = new ImageChange("Augmentation.color", layout, change::next);
        return (images, random) -> colors.apply(ColorChange.requirePixels(images), random);
    }

    /**
     * Puts zeros into a square of each image whose middle is any of its pixels: DeVries and Taylor,
     * arXiv 1708.04552.
     *
     * @param size of the square in pixels
     * @throws ArgumentException unless it is 1 or more
     */
    static Augmentation cutout(ImageLayout layout, int size) {
        return Cutout.of(layout, size);
    }

    /**
     * Mixes each example of a batch, inputs and targets alike, with another one of it, by a part
     * from the distribution Beta(α, α). Labels become targets by {@link Dataset#oneHot}, which
     * {@code CrossEntropy} takes.
     *
     * {@snippet lang = java :
     * for (Batch batch : train.oneHot(10, DType.F32).batches(128).augmented(Augmentation.mixup(0.2), random)) {
     *     new CrossEntropy().mean(model.forward(batch.inputs()), batch.targets());
     * }
     * }
     *
     * @param alpha near 0 for hardly any mixing, 1 for all parts alike; Zhang et al., ICLR 2018
     * @throws ArgumentException unless it is finite and above 0; when it is applied to labels or to
     *     images alone
     */
    static Augmentation mixup(double alpha) {
        return new Mixup(alpha);
    }
}
