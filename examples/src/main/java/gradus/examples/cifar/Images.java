package gradus.examples.cifar;

import module gradus.examples;
import module java.base;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.utility.LazyIterate;

/**
 * The images: for training, for choosing settings, and for one look at the end.
 *
 * @param mean of the training images, {@code [3072]}, from 0 to 1
 * @param original whether these are all of CIFAR-10, so that figures of the report can stand beside ours
 */
record Images(
        String origin,
        ImmutableList<String> classes,
        Dataset train,
        Dataset validation,
        Dataset test,
        Tensor mean,
        boolean original) {
    /** Of the training images, the last ones: 5,000 of 50,000. */
    private static final double VALIDATION_PART = 0.1;

    private static final int QUICK_SIZE = 1000;
    private static final int QUICK_TEST_SIZE = 300;
    private static final int STAND_IN_SIZE = 5000;
    private static final int STAND_IN_TEST_SIZE = 1000;

    private static final Augmentation FLIP = Augmentation.flip(ImageLayout.planes(Cifar10.SIDE, Cifar10.SIDE));

    /** CIFAR-10, in part for a quick run, or generated images where there is none. */
    static Images load(Run run) throws IOException {
        boolean quick = run.options().quick();
        Cifar10 cifar = run.data(
                "CIFAR-10",
                PublicData.CIFAR10,
                Cifar10::load,
                () -> Cifar10.generated(
                        quick ? QUICK_SIZE : STAND_IN_SIZE,
                        quick ? QUICK_TEST_SIZE : STAND_IN_TEST_SIZE,
                        run.random().split()));
        int size = cifar.train().size();
        Dataset all = cifar.train().slice(quick ? Math.max(0, size - QUICK_SIZE) : 0, size);
        Dataset test = cifar.test();
        Split split = all.holdOut(VALIDATION_PART);
        Images images = new Images(
                cifar.origin(),
                cifar.classes(),
                split.train(),
                split.validation(),
                quick ? test.slice(0, Math.min(QUICK_TEST_SIZE, test.size())) : test,
                mean(split.train()),
                run.readsData() && !quick);
        run.say("%s: %d images to train on, %d to validate, %d to test"
                .formatted(images.origin, images.train.size(), images.validation.size(), images.test.size()));
        return images;
    }

    /** The mean of images {@code [n, 3072]}, a thousand at a time. */
    static Tensor mean(Dataset images) {
        return LazyIterate.adapt(images.batches(1000))
                .collect(batch -> batch.inputs().sum(0))
                .injectInto(Tensor.scalar(0f), Tensor::add)
                .div(images.size());
    }

    /** Shuffled training batches of one size, in which about every other image is mirrored if that is asked for. */
    Iterable<Batch> batches(int batchSize, boolean mirrored, RandomGenerator random) {
        var batches = train.shuffled(random).batches(batchSize).dropLast();
        return mirrored ? batches.augmented(FLIP, random) : batches;
    }

    /** A figure of the original report where this run can stand beside it. */
    String beside(String reported) {
        return original ? reported : "";
    }

    /** The last thousand training images: what the report, as is usual, validates with. */
    Dataset lastThousand() {
        return validation.slice(Math.max(0, validation.size() - 1000), validation.size());
    }
}
