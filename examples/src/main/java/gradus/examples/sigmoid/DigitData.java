package gradus.examples.sigmoid;

import java.io.IOException;
import module gradus.examples;

/** The digits: all training images, their division into training and validation, and the test images. */
record DigitData(String origin, Dataset all, Dataset train, Dataset validation, Dataset test) {
    /** The last twelfth of the images validates: 5,000 of 60,000. */
    private static final int VALIDATION_PART = 12;

    /** The first {@code samples} images at most, real where there are any. */
    static DigitData load(Run run, int samples) throws IOException {
        Mnist mnist = MnistImages.load(run, run.random().split(), samples, samples);
        Dataset all = mnist.train();
        int train = all.size() - Math.max(1, all.size() / VALIDATION_PART);
        Dataset validation = all.slice(train, all.size());
        run.say("%s: %d images to train on, %d to validate, %d to test"
                .formatted(
                        mnist.origin(), train, validation.size(), mnist.test().size()));
        return new DigitData(mnist.origin(), all, all.slice(0, train), validation, mnist.test());
    }

    /** Whether these are all images of MNIST. */
    boolean isWhole() {
        return MnistImages.isWhole(all, test);
    }

    /** Whether the assignment's figures of PyTorch are of a run like this one, as to data, epochs and batches. */
    boolean comparesWithPytorch(Run run) {
        return isWhole() && run.options().epochs() == 5 && run.options().batchSize() == 50;
    }
}
