package gradus.nn.data;

import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * Images of the ten digits, 28 x 28 pixels, for training and for testing. A batch of n has inputs
 * {@code [n, 784]} of type F32, row by row, from 0 (background) to 1 (ink). LeCun, Bottou, Bengio
 * and Haffner, Proceedings of the IEEE 86 (1998).
 *
 * @param origin where the images come from, for reports
 */
public record Mnist(String origin, Dataset train, Dataset test) {
    /** The height and the width of an image. */
    public static final int SIDE = 28;

    /** How many digits. */
    public static final int CLASSES = 10;

    /** Where the labels begin in their file: after the magic number and the count. */
    private static final int LABELS_OFFSET = 8;

    /**
     * Reads the four files of the database, {@code train-images-idx3-ubyte} and so on, gzipped with
     * {@code .gz} at the end of the name or plain, from a folder.
     *
     * @throws DataException if one is missing or damaged, images and labels differ in number, or a
     *     label is not a digit
     */
    public static Mnist load(Path folder) {
        return load(folder, "mnist");
    }

    /** As {@link #load(Path)}, of a data set whose folder usually has that name. */
    static Mnist load(Path folder, String dataset) {
        return new Mnist("MNIST from " + folder, set(folder, "train", dataset), set(folder, "t10k", dataset));
    }

    private static Dataset set(Path folder, String set, String dataset) {
        return dataset(
                DataFiles.find(folder, set + "-images-idx3-ubyte", dataset),
                DataFiles.find(folder, set + "-labels-idx1-ubyte", dataset));
    }

    /**
     * A stand-in where the database is not to be had: digits drawn from strokes, turned, slanted,
     * moved, thick and thin, with noise. They can be learned, and accuracies on them say nothing
     * about MNIST; the origin says so. The same random numbers give the same images on every
     * machine.
     */
    public static Mnist generated(int trainSize, int testSize, RandomGenerator random) {
        return new Mnist(
                "generated stand-in (drawn digits, not MNIST)",
                DrawnDigits.dataset(trainSize, random),
                DrawnDigits.dataset(testSize, random));
    }

    private static Dataset dataset(Path imagesFile, Path labelsFile) {
        Idx images = Idx.read(imagesFile, SIDE, SIDE);
        Idx labels = Idx.read(labelsFile);
        if (images.count() != labels.count()) {
            throw new DataException(
                    labelsFile,
                    4,
                    GradusException.counted(images.count(), "label") + ", as many as images in "
                            + imagesFile.getFileName(),
                    labels.count() + "",
                    "files of different sets?");
        }
        return Dataset.ofBytes(images.bytes(), digits(labels, labelsFile));
    }

    private static Indices digits(Idx labels, Path file) {
        int[] digits = new int[labels.count()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = labels.get(i);
            if (digits[i] >= CLASSES) {
                throw new DataException(file, LABELS_OFFSET + (long) i, "labels from 0 to 9", digits[i] + "", "");
            }
        }
        return Indices.of(digits);
    }
}
