package gradus.nn.data;

import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/** One augmentation and then another, which may change targets as well. */
record AugmentationChain(Augmentation first, Augmentation second) implements Augmentation {
    @Override
    public Tensor apply(Tensor images, RandomGenerator random) {
        return second.apply(first.apply(images, random), random);
    }

    @Override
    public Batch apply(Batch batch, RandomGenerator random) {
        return second.apply(first.apply(batch, random), random);
    }
}
