package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.files.DataException;
import gradus.nn.files.FileMark;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/**
 * Examples that are read while a model is trained, so that there may be more of them than memory holds.
 * Another thread reads them, shuffles them in a window and makes the batches ahead; the bits are the
 * same whatever the timing. Immutable; files are open only while batches are made.
 *
 * {@snippet lang = java :
 * var flowers = StreamedDataset.csv(
 *         file,
 *         Csv.Format.commas().withHeader(),
 *         part -> Dataset.of(part.numbers("width", "height"), part.labels("species", names)));
 * trainer.batchSize(50).train(flowers.window(10_000));
 * try (var batches = flowers.batches(50)) { // by hand
 *     for (Batch batch : batches) {
 *         loss.mean(model.forward(batch.inputs()), batch.labels());
 *     }
 * }
 * }
 */
public final class StreamedDataset {
    private static final int WINDOW = 10_000;
    private static final int AHEAD = 4;

    /** How many rows are read at once. */
    private static final int PIECE = 512;

    private final @Nullable Dataset data;
    private final ExampleSource source;
    private final String words;
    private final int window;
    private final int ahead;

    private StreamedDataset(@Nullable Dataset data, ExampleSource source, String words, int window, int ahead) {
        this.data = data;
        this.source = source;
        this.words = words;
        this.window = window;
        this.ahead = ahead;
    }

    /** The examples of a source, in a window of 10,000. */
    public static StreamedDataset of(ExampleSource source) {
        return new StreamedDataset(null, source, "an ExampleSource", WINDOW, AHEAD);
    }

    /**
     * The examples of a data set whose batches take time to make, such as one of files that are {@linkplain
     * Dataset#of(gradus.nn.files.MappedArray, gradus.nn.files.MappedArray) mapped} or {@linkplain
     * ImageFolder#onDisk on disk}. The window holds numbers of examples alone, and is as large as the data set.
     */
    public static StreamedDataset of(Dataset data) {
        return new StreamedDataset(
                data, pieces -> pieces.accept(data), data.toString(), Math.max(1, data.size()), AHEAD);
    }

    /**
     * The rows of a table, in a window of 10,000.
     *
     * <p>They come 512 at a time, and a part knows no others. So the places of {@link Csv#categories} and the means
     * of {@link MissingValues#asMean} are those of the part, and other ones in the next: classes would change their
     * numbers on the way. The same in all parts are {@link Csv#labels(String,
     * org.eclipse.collections.api.list.ImmutableList)}, {@link MissingValues#as}, and a {@code TableEncoder} that was
     * fitted before, on rows that were read for that.
     *
     * @param examples what is made of some rows
     * @throws DataException if there is no such file; of batches, what {@link Csv#stream} says, and if the
     *     file was changed since
     */
    public static StreamedDataset csv(Path file, Csv.Format format, Function<Csv, Dataset> examples) {
        return of(
                pieces -> Csv.stream(file, format, PIECE, part -> pieces.accept(examples.apply(part))),
                Lists.immutable.with(FileMark.of(file)));
    }

    /**
     * The images of two IDX files, gzipped or plain, in a window of 10,000: inputs {@code [n, bytes]} from 0 to 1,
     * and labels. Of plain files {@link Idx#mapped} makes a data set, which can be shuffled as a whole.
     *
     * @param image the lengths of an image's axes: {@code 28, 28} for MNIST
     * @throws DataException if a file is missing; of batches, what {@link Idx#read} says, and if a file was
     *     changed since
     */
    public static StreamedDataset idx(Path images, Path labels, int... image) {
        return of(
                new IdxExamples(images, labels, IntLists.immutable.with(image), PIECE),
                Lists.immutable.with(FileMark.of(images), FileMark.of(labels)));
    }

    /** Looks before and after each piece whether a file is what it was. */
    private static StreamedDataset of(ExampleSource source, ImmutableList<FileMark> files) {
        ExampleSource watched = pieces -> {
            files.each(FileMark::requireUnchanged);
            try {
                source.read(piece -> {
                    files.each(FileMark::requireUnchanged);
                    pieces.accept(piece);
                });
            } catch (DataException broken) {
                files.each(FileMark::requireUnchanged);
                throw broken;
            }
            files.each(FileMark::requireUnchanged);
        };
        return new StreamedDataset(
                null,
                watched,
                "the examples of "
                        + files.collect(each -> each.file().getFileName()).makeString(),
                WINDOW,
                AHEAD);
    }

    /**
     * With a window of so many examples to shuffle in: 1 or more. The larger, the better they are mixed; the
     * first batches come when it is full.
     */
    public StreamedDataset window(int examples) {
        if (examples < 1) {
            throw new ArgumentException("StreamedDataset", "a window of 1 example or more", examples + "", "");
        }
        return new StreamedDataset(data, source, words, examples, ahead);
    }

    /** With so many batches made before they are asked for: 1 or more; 4 without it. */
    public StreamedDataset ahead(int batches) {
        if (batches < 1) {
            throw new ArgumentException("StreamedDataset", "1 batch ahead or more", batches + "", "");
        }
        return new StreamedDataset(data, source, words, window, batches);
    }

    /** All examples in their order in batches of {@code size}, the last one smaller where they do not come out even. */
    public BatchesAhead batches(int size) {
        return batches(size, null, false);
    }

    /** All examples, shuffled in the window; only one number is drawn here, so {@code random} can serve others too. */
    public BatchesAhead shuffledBatches(int size, RandomGenerator random) {
        return batches(size, random, false);
    }

    /**
     * All examples in batches.
     *
     * @param random null for the order that they have
     * @param dropsLast whether a last batch that is smaller is left out
     */
    public BatchesAhead batches(int size, @Nullable RandomGenerator random, boolean dropsLast) {
        if (size < 1) {
            throw new ArgumentException("batches", "a size of 1 or more", size + "", "");
        }
        @Nullable RandomGenerator own = random == null ? null : Randomness.seeded(random.nextLong());
        if (data != null) {
            Dataset all = data;
            Batches known = dropsLast ? all.batches(size).dropLast() : all.batches(size);
            return new BatchesAhead(
                    ahead, known.count(), taken -> inWindow(all, own, known).forEach(taken));
        }
        return new BatchesAhead(ahead, 0, taken -> {
            var examples = new ExampleWindow(size, window, own, dropsLast, taken);
            source.read(examples::add);
            examples.end();
        });
    }

    private Batches inWindow(Dataset all, @Nullable RandomGenerator own, Batches known) {
        Dataset mixed = own == null ? all : all.select(Splitting.inWindow(all.size(), window, own));
        return new Batches(mixed, known.size(), known.dropsLast());
    }

    /** Its source and window, such as {@code the examples of iris.csv in a window of 10000}. */
    @Override
    public String toString() {
        return words + " in a window of " + window;
    }
}
