package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Takes each pixel of a changed image from a place in the image before, or from outside of it,
 * where there are zeros.
 */
record PixelMapping(String operator, ImageLayout from, ImageLayout to, Draw draw) implements Augmentation {
    private static final int OUTSIDE = -1;

    /** Chooses anew for each image. */
    interface Draw {
        Origin next(RandomGenerator random);
    }

    /** Where in the image before a number comes from. */
    interface Origin {
        int of(int row, int column, int channel);
    }

    /** A part of the given size, anywhere in the image and {@code padding} pixels around it. */
    static Augmentation window(String operator, ImageLayout layout, int padding, int height, int width) {
        int down = layout.height() + 2 * padding - height;
        int right = layout.width() + 2 * padding - width;
        if (padding < 0 || down < 0 || right < 0) {
            throw new ArgumentException(
                    operator,
                    "0 or more pixels around the image and a part no larger than both",
                    padding + ", and " + height + " x " + width + " of " + layout.height() + " x " + layout.width(),
                    "");
        }
        return new PixelMapping(operator, layout, layout.resized(height, width), random -> {
            int top = random.nextInt(down + 1) - padding;
            int left = random.nextInt(right + 1) - padding;
            return (row, column, channel) -> place(layout, row + top, column + left, channel);
        });
    }

    private static int place(ImageLayout layout, int row, int column, int channel) {
        boolean inside = row >= 0 && row < layout.height() && column >= 0 && column < layout.width();
        return inside ? layout.place(row, column, channel) : OUTSIDE;
    }

    @Override
    public Tensor apply(Tensor images, RandomGenerator random) {
        from.requireImages(operator, images);
        int count = images.shape().dim(0);
        int zero = images.shape().size();
        int[] places = new int[Math.multiplyExact(count, to.size())];
        Origin[] origins = new Origin[count];
        Arrays.setAll(origins, _ -> draw.next(random)); // one image after the other
        ImageThreads.each(count, image -> fill(places, image, origins[image], zero));
        return images.reshape(zero)
                .pad(0, 0, 1)
                .indexSelect(0, Indices.of(places))
                .reshape(count, to.size());
    }

    private void fill(int[] places, int image, Origin origin, int zero) {
        for (int row = 0; row < to.height(); row++) {
            for (int column = 0; column < to.width(); column++) {
                for (int channel = 0; channel < to.channels(); channel++) {
                    int place = origin.of(row, column, channel);
                    places[image * to.size() + to.place(row, column, channel)] =
                            place == OUTSIDE ? zero : image * from.size() + place;
                }
            }
        }
    }
}
