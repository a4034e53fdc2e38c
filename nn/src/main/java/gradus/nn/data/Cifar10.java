package gradus.nn.data;

import gradus.autodiff.Indices;
import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import gradus.nn.files.MemoryAtHand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * CIFAR-10: color images of ten kinds of things, 32 x 32 pixels, for training and for testing. A
 * batch of n has inputs {@code [n, 3072]} of type F32, from 0 to 1: all red numbers row by row,
 * then all green, then all blue ones. Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images" (2009).
 *
 * @param origin where the images come from, for reports
 * @param classes the names of the ten kinds, in the order of their labels
 */
public record Cifar10(String origin, Dataset train, Dataset test, ImmutableList<String> classes) {
    /** The height and the width of an image. */
    public static final int SIDE = 32;

    /** Red, green and blue. */
    public static final int CHANNELS = 3;

    /** How many kinds of things. */
    public static final int CLASSES = 10;

    private static final int PIXELS = CHANNELS * SIDE * SIDE;

    /** A label and an image. */
    private static final int RECORD = 1 + PIXELS;

    private static final int RECORDS = 10_000;
    private static final int LONGEST_NAMES = 10_000;

    /**
     * Reads the binary version of the database, {@code data_batch_1.bin} to {@code
     * data_batch_5.bin}, {@code test_batch.bin} and {@code batches.meta.txt}, gzipped with {@code
     * .gz} at the end of the name or plain, from a folder.
     *
     * @throws DataException if one is missing or damaged, or a label is not from 0 to 9
     */
    public static Cifar10 load(Path folder) {
        return load(folder, RECORDS);
    }

    /** As {@link #load(Path)}, of files with so many images each. */
    static Cifar10 load(Path folder, int records) {
        ImmutableList<String> training = Interval.oneTo(5)
                .collect(i -> "data_batch_" + i + ".bin")
                .toList()
                .toImmutable();
        ImmutableList<String> classes = names(file(folder, "batches.meta.txt"));
        return new Cifar10(
                "CIFAR-10 from " + folder,
                dataset(folder, training, records),
                dataset(folder, Lists.immutable.with("test_batch.bin"), records),
                classes);
    }

    /**
     * A stand-in where the database is not to be had: ten colored shapes, which can be learned.
     * Accuracies on them say nothing about CIFAR-10; the origin says so. The same random numbers
     * give the same images on every machine.
     */
    public static Cifar10 generated(int trainSize, int testSize, RandomGenerator random) {
        return new Cifar10(
                "generated stand-in (colored shapes, not CIFAR-10)",
                ColoredShapes.dataset(trainSize, random),
                ColoredShapes.dataset(testSize, random),
                ColoredShapes.names());
    }

    private static Path file(Path folder, String name) {
        return DataFiles.find(folder, name, "cifar10");
    }

    private static Dataset dataset(Path folder, ImmutableList<String> names, int records) {
        MemoryAtHand.require(folder, (long) names.size() * records * PIXELS, "the images", "");
        byte[] pixels = new byte[names.size() * records * PIXELS];
        int[] labels = new int[names.size() * records];
        names.forEachWithIndex((name, number) -> {
            Path file = file(folder, name);
            byte[] bytes = ByteSource.read(file, source -> whole(source, records));
            for (int i = 0; i < records; i++) {
                int at = i * RECORD;
                int image = number * records + i;
                labels[image] = label(bytes[at], file, at);
                System.arraycopy(bytes, at + 1, pixels, image * PIXELS, PIXELS);
            }
        });
        return Dataset.ofBytes(pixels, Indices.of(labels));
    }

    private static byte[] whole(ByteSource source, int records) throws IOException {
        byte[] bytes = source.next((long) records * RECORD, "images");
        source.end();
        return bytes;
    }

    private static int label(byte label, Path file, int offset) {
        int number = Byte.toUnsignedInt(label);
        if (number >= CLASSES) {
            throw new DataException(file, offset, "a label from 0 to 9", number + "", "");
        }
        return number;
    }

    private static ImmutableList<String> names(Path file) {
        ImmutableList<String> names = ByteSource.read(
                file,
                source -> Lists.immutable
                        .with(new String(source.rest(LONGEST_NAMES, "class names"), StandardCharsets.UTF_8)
                                .split("\\R"))
                        .reject(String::isBlank));
        if (names.size() != CLASSES) {
            throw new DataException(file, DataException.NOWHERE, CLASSES + " names, one a line", names.size() + "", "");
        }
        return names;
    }
}
