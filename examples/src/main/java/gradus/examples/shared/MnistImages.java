package gradus.examples.shared;

import java.io.IOException;
import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

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

    /** The first images that the user has, or else generated ones, so many to train on and to test on at most. */
    public static Mnist load(Run run, Randomness random, int train, int test) throws IOException {
        Mnist all = run.data(
                "MNIST",
                PublicData.MNIST,
                Mnist::load,
                () -> Mnist.generated(STAND_IN_SIZE, STAND_IN_TEST_SIZE, random));
        return new Mnist(all.origin(), first(all.train(), train), first(all.test(), test));
    }

    private static Dataset first(Dataset data, int count) {
        return data.slice(0, Math.min(count, data.size()));
    }

    /** Images {@code [n, 784]} in a grid. */
    public static ImageGrid grid(Tensor images, int columns) {
        return ImageGrid.gray(images, Mnist.SIDE, Mnist.SIDE).columns(columns);
    }

    /** The weights of each unit of a model's first layer as images. */
    public static ImageGrid weights(Sequential model, int columns) {
        Linear first = (Linear) model.layers().getFirst();
        return grid(first.weight().value().detach(), columns).eachItsOwnRange();
    }

    /**
     * Whether these are all images of MNIST: only then do others' figures compare. Neither a part of them nor the
     * stand-in is as large.
     */
    public static boolean isWhole(Dataset train, Dataset test) {
        return train.size() == SIZE && test.size() == TEST_SIZE;
    }
}
