package gradus.examples.softmax;

import gradus.examples.shared.Run;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.data.PublicData;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The images: all of MNIST, the first of them with {@code --quick}, or generated ones where there is none. */
final class DigitImages {
    private static final int QUICK = 1500;
    private static final int QUICK_TEST = 500;
    private static final int STAND_IN = 6000;
    private static final int STAND_IN_TEST = 1000;

    private DigitImages() {}

    static Mnist load(Run run) throws IOException {
        Mnist all = find(run);
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

    private static Mnist find(Run run) throws IOException {
        @Nullable Path folder = run.folder(PublicData.MNIST);
        if (folder != null) {
            return Mnist.load(folder);
        }
        run.say("No MNIST found (--data DIR names the folder above mnist, --download fetches it):"
                + " this run is on a generated stand-in.");
        return Mnist.generated(STAND_IN, STAND_IN_TEST, run.random().split());
    }
}
