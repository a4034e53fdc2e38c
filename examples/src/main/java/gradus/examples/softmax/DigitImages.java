package gradus.examples.softmax;

import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import java.io.IOException;

/** The images: all of MNIST, the first of them with {@code --quick}, or generated ones where there is none. */
final class DigitImages {
    private static final int QUICK = 1500;
    private static final int QUICK_TEST = 500;

    private DigitImages() {}

    static Mnist load(Run run) throws IOException {
        Mnist all = MnistImages.load(run, run.random().split());
        boolean quick = run.options().quick();
        Mnist mnist = new Mnist(
                all.origin(),
                first(all.train(), quick ? QUICK : Integer.MAX_VALUE),
                first(all.test(), quick ? QUICK_TEST : Integer.MAX_VALUE));
        run.say("%s: %d images to train on, %d to test on"
                .formatted(mnist.origin(), mnist.train().size(), mnist.test().size()));
        return mnist;
    }

    private static Dataset first(Dataset data, int count) {
        return data.slice(0, Math.min(count, data.size()));
    }
}
