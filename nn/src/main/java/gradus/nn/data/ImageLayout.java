package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;

/**
 * Where in a row of numbers the pixels of an image are: rows of pixels, the upper first, for each
 * channel one after the other, or with the channels of a pixel side by side.
 *
 * @param channels 1 for gray, 3 for red, green and blue
 * @param interleaved whether the channels of a pixel are side by side
 */
public record ImageLayout(int height, int width, int channels, boolean interleaved) {

    /**
     * A layout.
     *
     * @throws ArgumentException unless all are 1 or more
     */
    public ImageLayout {
        if (height < 1 || width < 1 || channels < 1) {
            throw new ArgumentException(
                    "ImageLayout", "1 or more pixels and channels", height + " x " + width + " x " + channels, "");
        }
    }

    /** One number a pixel, such as {@link Mnist}. */
    public static ImageLayout gray(int height, int width) {
        return new ImageLayout(height, width, 1, false);
    }

    /** All red numbers, then all green, then all blue ones, such as {@link Cifar10}. */
    public static ImageLayout planes(int height, int width) {
        return new ImageLayout(height, width, 3, false);
    }

    /** Red, green and blue of each pixel side by side. */
    public static ImageLayout interleaved(int height, int width) {
        return new ImageLayout(height, width, 3, true);
    }

    /** How many numbers an image has. */
    public int size() {
        return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /** The place of a pixel's number in its image. */
    int place(int row, int column, int channel) {
        int pixel = row * width + column;
        return interleaved ? pixel * channels + channel : channel * height * width + pixel;
    }

    /** The same layout of images of another size. */
    ImageLayout resized(int newHeight, int newWidth) {
        return new ImageLayout(newHeight, newWidth, channels, interleaved);
    }

    void requireImages(String operator, Tensor images) {
        if (images.shape().rank() != 2 || images.shape().dim(1) != size()) {
            throw new ShapeException(
                    operator,
                    "images [n, " + size() + "] of " + height + " x " + width + " pixels and "
                            + GradusException.counted(channels, "channel"),
                    images.shape().toString(),
                    images.shape().rank() > 2
                                    && (long) images.shape().dim(0) * size()
                                            == images.shape().size()
                            ? "change rows, and let the model begin with Unflatten"
                            : "");
        }
    }
}
