package gradus.examples.shared;

import gradus.autodiff.Randomness;
import gradus.nn.data.Mnist;
import gradus.nn.data.PublicData;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** MNIST for a program, or what stands in for it. */
public final class MnistImages {
    private static final int STAND_IN_SIZE = 6000;
    private static final int STAND_IN_TEST_SIZE = 1000;

    private MnistImages() {}

    /** The images that the user has, or else generated ones, drawn with {@code random}; that it does so it says. */
    public static Mnist load(Run run, Randomness random) throws IOException {
        @Nullable Path folder = run.folder(PublicData.MNIST);
        if (folder != null) {
            return Mnist.load(folder);
        }
        run.say("No MNIST found (--data DIR names the folder above mnist, --download fetches it):"
                + " this run is on a generated stand-in.");
        return Mnist.generated(STAND_IN_SIZE, STAND_IN_TEST_SIZE, random);
    }
}
