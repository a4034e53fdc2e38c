package gradus.examples.sigmoid;

import gradus.examples.shared.Run;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.data.PublicData;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The digits: all training images, their division into training and validation, and the test images. */
record DigitData(String origin, Dataset all, Dataset train, Dataset validation, Dataset test) {
    private static final int STAND_IN_SIZE = 6000;
    private static final int STAND_IN_TEST_SIZE = 1000;

    /** The last twelfth of the images validates: 5,000 of 60,000. */
    private static final int VALIDATION_PART = 12;

    /** The first {@code samples} images at most, real where there are any. */
    static DigitData load(Run run, int samples) throws IOException {
        Mnist mnist = mnist(run);
        Dataset all = mnist.train().slice(0, Math.min(samples, mnist.train().size()));
        Dataset test = mnist.test().slice(0, Math.min(samples, mnist.test().size()));
        int train = all.size() - Math.max(1, all.size() / VALIDATION_PART);
        DigitData digits = new DigitData(mnist.origin(), all, all.slice(0, train), all.slice(train, all.size()), test);
        run.say("%s: %d images to train on, %d to validate, %d to test"
                .formatted(mnist.origin(), train, digits.validation.size(), test.size()));
        return digits;
    }

    private static Mnist mnist(Run run) throws IOException {
        @Nullable Path folder = run.folder(PublicData.MNIST);
        if (folder != null) {
            return Mnist.load(folder);
        }
        run.say("No MNIST found (--data DIR names the folder above mnist, --download fetches it):"
                + " this run is on a generated stand-in.");
        return Mnist.generated(STAND_IN_SIZE, STAND_IN_TEST_SIZE, run.random().split());
    }
}
