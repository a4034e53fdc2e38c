package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Images of ten kinds of clothes, 28 x 28 pixels, for training and for testing, in the format of
 * {@link Mnist}. A batch of n has inputs {@code [n, 784]} of type F32, row by row, from 0 to 1.
 * Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
 * Algorithms" (2017).
 *
 * @param origin where the images come from, for reports
 */
public record FashionMnist(String origin, Dataset train, Dataset test) {
    /** The names of the kinds, in the order of their labels. */
    public static final ImmutableList<String> CLASS_NAMES = Lists.immutable.with(
            "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");

    /**
     * Reads the four files of the database, which have the names of MNIST's, from a folder.
     *
     * @throws DataException if one is missing or damaged, images and labels differ in number, or a
     *     label is not from 0 to 9
     */
    public static FashionMnist load(Path folder) {
        Mnist files = Mnist.load(folder, "fashion-mnist");
        return new FashionMnist("Fashion-MNIST from " + folder, files.train(), files.test());
    }

    /**
     * A stand-in where the images are not to be had: {@link Mnist#generated}, of the same shape, as
     * the origin says.
     */
    public static FashionMnist generated(int trainSize, int testSize, RandomGenerator random) {
        Mnist digits = Mnist.generated(trainSize, testSize, random);
        return new FashionMnist("generated stand-in (drawn digits, not Fashion-MNIST)", digits.train(), digits.test());
    }
}
