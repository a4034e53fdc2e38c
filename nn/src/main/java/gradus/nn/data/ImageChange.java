package gradus.nn.data;

import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * Changes each image for itself. Its random numbers come from a seed of its own, so that threads and
 * what the other images draw make no difference.
 */
record ImageChange(String operator, ImageLayout layout, Draw draw) implements Augmentation {
    /** Chooses anew for each image. */
    interface Draw {
        Change next(RandomGenerator random);
    }

    /** Fills the numbers of an image, which are 0 before, from those of another, at the same place. */
    interface Change {
        void fill(double[] from, double[] to, int begin);
    }

    @Override
    public Tensor apply(Tensor images, RandomGenerator random) {
        layout.requireImages(operator, images);
        int size = layout.size();
        long[] seeds = random.longs(images.shape().dim(0)).toArray();
        double[] from = images.toDoubleArray();
        double[] to = new double[from.length];
        ImageThreads.each(
                seeds.length,
                image -> draw.next(Randomness.seeded(seeds[image])).fill(from, to, image * size));
        return Tensor.of(images.shape(), to).to(images.dtype());
    }
}
