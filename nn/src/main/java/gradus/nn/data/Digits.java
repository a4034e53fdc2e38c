package gradus.nn.data;

import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.files.DataException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * 1,797 images of the ten digits, 8 x 8 numbers from 0 (background) to 16 (ink). A batch of n has
 * inputs {@code [n, 64]} of type F32, row by row. Alpaydin and Kaynak, "Optical Recognition of
 * Handwritten Digits", UCI Machine Learning Repository (1998): its test set, which scikit-learn
 * brings.
 *
 * @param origin where the images come from, for reports
 */
public record Digits(String origin, Dataset all) {
    /** The height and the width of an image. */
    public static final int SIDE = 8;

    /** How many digits. */
    public static final int CLASSES = 10;

    /** The number of full ink. */
    public static final int INK = 16;

    private static final int POOLED = 3;

    /**
     * Reads {@code digits.csv}, gzipped with {@code .gz} at the end of the name or plain, from a
     * folder: in each row the 64 numbers of an image and its digit.
     *
     * @throws DataException if it is missing or damaged, or a number is out of range
     */
    public static Digits load(Path folder) {
        Path file = DataFiles.find(folder, "digits.csv", "digits");
        Csv csv = Csv.read(file, Csv.Format.commas());
        int pixels = SIDE * SIDE;
        if (csv.columns().size() != pixels + 1) {
            throw new DataException(
                    file,
                    0,
                    "rows of " + pixels + " numbers and a digit",
                    GradusException.counted(csv.columns().size(), "cell"),
                    "");
        }
        Tensor numbers = csv.numbers();
        Tensor images = numbers.slice(1, 0, pixels);
        if (images.less(0).or(images.greater(INK)).any()) {
            throw new DataException(file, DataException.NOWHERE, "numbers from 0 to " + INK, "others", "");
        }
        return new Digits("digits from " + folder, Dataset.of(images, csv.labels(pixels + "", CLASSES)));
    }

    /**
     * A stand-in where the images are not to be had: drawn digits of {@link Mnist#generated}, each
     * 3 x 3 pixels of their middle made one. Accuracies on them say nothing about the digits; the
     * origin says so.
     */
    public static Digits generated(int size, RandomGenerator random) {
        Dataset large = DrawnDigits.dataset(size, random);
        int middle = POOLED * SIDE;
        Tensor small = large.all()
                .inputs()
                .reshape(size, Mnist.SIDE, Mnist.SIDE)
                .slice(1, (Mnist.SIDE - middle) / 2, (Mnist.SIDE + middle) / 2)
                .slice(2, (Mnist.SIDE - middle) / 2, (Mnist.SIDE + middle) / 2)
                .reshape(size, SIDE, POOLED, SIDE, POOLED)
                .mean(2, 4)
                .mul(INK)
                .round();
        return new Digits(
                "generated stand-in (drawn digits, not the real ones)",
                Dataset.of(small.reshape(size, SIDE * SIDE), large.labels()));
    }
}
