package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * Brightness, contrast and saturation, each multiplied by a factor from 1 - s to 1 + s, for pixels
 * from 0 to 1: as torchvision's {@code ColorJitter}, in this order.
 */
record ColorChange(ImageLayout layout, double brightness, double contrast, double saturation) {
    private static final String NAME = "Augmentation.color";

    /** What mixing and turning may add to a pixel by rounding. */
    private static final double SLACK = 1e-3;

    /** How bright red, green and blue are: ITU-R BT.601. */
    private static final double[] COLORS = {0.299, 0.587, 0.114};

    ColorChange {
        require(brightness);
        require(contrast);
        require(saturation);
        if (saturation > 0 && layout.channels() != COLORS.length) {
            throw new ArgumentException(
                    NAME,
                    "red, green and blue to change the saturation of",
                    GradusException.counted(layout.channels(), "channel"),
                    "a saturation of 0 changes none");
        }
    }

    /** The images, if their pixels are from 0 to 1. */
    static Tensor requirePixels(Tensor images) {
        for (double pixel : images.toDoubleArray()) {
            if (pixel < -SLACK || pixel > 1 + SLACK) {
                throw new ArgumentException(
                        NAME,
                        "pixels from 0 to 1",
                        pixel + "",
                        "div(255) makes such of bytes; standardize after the colors have changed");
            }
        }
        return images;
    }

    private static void require(double strength) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new ArgumentException(NAME, "strengths from 0 to 1", strength + "", "");
        }
    }

    ImageChange.Change next(RandomGenerator random) {
        double light = factor(brightness, random);
        double contrasts = factor(contrast, random);
        double colors = factor(saturation, random);
        return (from, to, begin) -> {
            for (int i = begin; i < begin + layout.size(); i++) {
                to[i] = inside(light * from[i]);
            }
            if (contrast > 0) {
                blend(to, begin, contrasts);
            }
            if (saturation > 0) {
                saturate(to, begin, colors);
            }
        };
    }

    private static double factor(double strength, RandomGenerator random) {
        return 1 + strength * (2 * random.nextDouble() - 1);
    }

    private static double inside(double pixel) {
        return Math.clamp(pixel, 0.0, 1.0);
    }

    /** Away from the mean brightness, or toward it. */
    private void blend(double[] image, int begin, double factor) {
        double mean = 0;
        for (int row = 0; row < layout.height(); row++) {
            for (int column = 0; column < layout.width(); column++) {
                mean += brightness(image, begin, row, column);
            }
        }
        mean /= layout.height() * layout.width();
        for (int i = begin; i < begin + layout.size(); i++) {
            image[i] = inside(factor * image[i] + (1 - factor) * mean);
        }
    }

    /** Away from the brightness of each pixel, or toward it. */
    private void saturate(double[] image, int begin, double factor) {
        for (int row = 0; row < layout.height(); row++) {
            for (int column = 0; column < layout.width(); column++) {
                double gray = brightness(image, begin, row, column);
                for (int channel = 0; channel < layout.channels(); channel++) {
                    int place = begin + layout.place(row, column, channel);
                    image[place] = inside(factor * image[place] + (1 - factor) * gray);
                }
            }
        }
    }

    /** Of three channels as they are seen, of others the mean. */
    private double brightness(double[] image, int begin, int row, int column) {
        double sum = 0;
        for (int channel = 0; channel < layout.channels(); channel++) {
            double weight = layout.channels() == COLORS.length ? COLORS[channel] : 1.0 / layout.channels();
            sum += weight * image[begin + layout.place(row, column, channel)];
        }
        return sum;
    }
}
