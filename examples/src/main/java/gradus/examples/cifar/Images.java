package gradus.examples.cifar;

import module gradus.examples;
import module java.base;

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
    /** The last tenth of the training images validates: 5,000 of 50,000. */
    private static final int VALIDATION_PART = 10;

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
        int train = all.size() - all.size() / VALIDATION_PART;
        Dataset kept = all.slice(0, train);
        Images images = new Images(
                cifar.origin(),
                cifar.classes(),
                kept,
                all.slice(train, all.size()),
                quick ? test.slice(0, Math.min(QUICK_TEST_SIZE, test.size())) : test,
                MeanImage.of(kept),
                run.readsData() && !quick);
        run.say("%s: %d images to train on, %d to validate, %d to test"
                .formatted(images.origin, train, images.validation.size(), images.test.size()));
        return images;
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
