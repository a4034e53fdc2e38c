package gradus.examples.shared;

import gradus.autodiff.Randomness;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.data.PublicData;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

/** MNIST for a program, or what stands in for it. */
public final class MnistImages {
    /** The names of the classes, 0 to 9. */
    public static final ImmutableList<String> DIGITS =
            Interval.zeroTo(Mnist.CLASSES - 1).collect(String::valueOf).toImmutableList();

    private static final int SIZE = 60_000;
    private static final int TEST_SIZE = 10_000;
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

    /**
     * Whether these are all images of MNIST: only then do others' figures compare. Neither a part of them nor the
     * stand-in is as large.
     */
    public static boolean isWhole(Dataset train, Dataset test) {
        return train.size() == SIZE && test.size() == TEST_SIZE;
    }
}
