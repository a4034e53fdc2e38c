package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import gradus.nn.files.DataException;
import gradus.nn.files.FileMark;
import gradus.nn.files.MemoryAtHand;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * PNG images, sorted into a folder for each class. A batch of n has inputs {@code [n, channels *
 * height * width]} of type F32, from 0 to 1, one channel after the other.
 *
 * @param classes the names of the folders in alphabetical order, which is that of their labels
 * @param layout what is common to all images
 * @param skipped what was left out: hidden files and folders, and files that are no PNG
 */
public record ImageFolder(Dataset all, ImmutableList<String> classes, ImageLayout layout, ImmutableList<Path> skipped) {
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_SHOWN = 5;
    private static final int COLORS = 3;

    /**
     * Reads all files whose names end in {@code .png}, in capital letters or small ones, in the
     * folders of a folder and in the folders within these: each class's own files in alphabetical
     * order, then those of its subfolders. Symbolic links are followed; one that leads back to a
     * folder above it is left out.
     *
     * <p>Hidden files and folders are left out: those whose names begin with a dot, such as {@code
     * .ipynb_checkpoints}, and what systems put beside the user's files, such as {@code __MACOSX}
     * and {@code Thumbs.db}. So are files that are no PNG. What was left out is {@link #skipped},
     * and a warning of the logger {@code gradus} counts it.
     *
     * @param layout the size of the images, and whether colors are kept ({@link
     *     ImageLayout#planes}) or made gray ({@link ImageLayout#gray}): red, green and blue in
     *     equal parts; a warning of the logger {@code gradus} counts the images that lose colors.
     *     Transparency is ignored
     * @throws ArgumentException if the layout has other than 1 or 3 channels
     * @throws DataException if a class has no image, one is damaged, larger than 64 MB or of
     *     another size, or all together have more than 1 GiB or than the memory at hand
     */
    public static ImageFolder load(Path folder, ImageLayout layout) {
        requireChannels("ImageFolder.load", layout);
        MutableList<Path> skipped = Lists.mutable.empty();
        ImmutableList<ImageFiles> classes = ImageFiles.ofClasses(folder, skipped);
        long count = classes.sumOfInt(each -> each.files().size());
        requireFits(folder, count, layout);
        byte[] pixels = new byte[(int) count * layout.size()];
        int[] labels = new int[(int) count];
        int done = 0;
        int colored = 0;
        for (int label = 0; label < classes.size(); label++) {
            for (Path file : classes.get(label).files()) {
                colored += PngImage.read(file, layout, pixels, done * layout.size()) ? 1 : 0;
                labels[done++] = label;
            }
        }
        say(folder, skipped);
        if (colored > 0) {
            Notices.warn(folder + ": made " + colored + " of " + GradusException.counted(count, "image")
                    + " gray; ImageLayout.planes keeps their colors");
        }
        return new ImageFolder(
                Dataset.ofBytes(pixels, Indices.of(labels)),
                classes.collect(ImageFiles::name),
                layout,
                skipped.toImmutable());
    }

    /**
     * Finds the images, each of which is read when a batch with it is taken: folders of any size. Take batches {@link
     * StreamedDataset ahead}, as reading takes its time. What is wrong with an image is said when it is its turn.
     *
     * @param layout as for {@link #load}
     * @throws ArgumentException if the layout has other than 1 or 3 channels
     * @throws DataException if a class has no image; of batches, if an image is damaged, of another size, or was
     *     changed since
     */
    public static ImageFolder onDisk(Path folder, ImageLayout layout) {
        return onDisk("ImageFolder.onDisk", folder, layout, _ -> true);
    }

    /**
     * As {@link #onDisk}, without the images that cannot be read: each is read once to find them, the logger {@code
     * gradus} names them, and they are among the {@link #skipped}.
     *
     * @throws DataException also if a class has no image that can be read
     */
    public static ImageFolder soundOnDisk(Path folder, ImageLayout layout) {
        MutableList<Path> broken = Lists.mutable.empty();
        byte[] pixels = new byte[layout.size()];
        ImageFolder sound = onDisk("ImageFolder.soundOnDisk", folder, layout, file -> {
            try {
                PngImage.read(file, layout, pixels, 0);
                return true;
            } catch (DataException damage) {
                Notices.warn("left out " + damage.getMessage());
                broken.add(file);
                return false;
            }
        });
        return new ImageFolder(sound.all, sound.classes, layout, sound.skipped.newWithAll(broken));
    }

    private static ImageFolder onDisk(String operator, Path folder, ImageLayout layout, Predicate<Path> sound) {
        requireChannels(operator, layout);
        MutableList<Path> skipped = Lists.mutable.empty();
        ImmutableList<ImageFiles> classes = ImageFiles.ofClasses(folder, skipped);
        MutableList<FileMark> files = Lists.mutable.empty();
        IntArrayList labels = new IntArrayList();
        classes.forEachWithIndex((each, label) -> {
            ImmutableList<Path> good = each.files().select(sound::test);
            if (good.isEmpty()) {
                throw new DataException(
                        folder.resolve(each.name()),
                        DataException.NOWHERE,
                        "an image that can be read in the folder of each class",
                        "none",
                        "");
            }
            good.each(file -> {
                files.add(FileMark.of(file));
                labels.add(label);
            });
        });
        say(folder, skipped);
        Column images =
                new Column.Pixels(new DiskImages(folder, files.toImmutable(), layout), layout.size(), DType.F32);
        return new ImageFolder(
                Dataset.of(images, Indices.of(labels.toArray())),
                classes.collect(ImageFiles::name),
                layout,
                skipped.toImmutable());
    }

    private static void requireChannels(String operator, ImageLayout layout) {
        if (layout.channels() != 1 && layout.channels() != COLORS) {
            throw new ArgumentException(
                    operator, "a layout of 1 channel or 3", layout.channels() + "", "transparency is ignored");
        }
    }

    private static void requireFits(Path folder, long count, ImageLayout layout) {
        long bytes = count * layout.size();
        if (bytes > MOST_BYTES) {
            throw new DataException(
                    folder,
                    DataException.NOWHERE,
                    "images of at most " + MOST_BYTES + " bytes together",
                    count + " of " + layout.size() + " bytes",
                    "");
        }
        MemoryAtHand.require(
                folder,
                bytes,
                GradusException.counted(count, "image") + " of " + GradusException.counted(layout.size(), "byte"),
                "");
    }

    private static void say(Path folder, MutableList<Path> skipped) {
        if (skipped.notEmpty()) {
            String shown = skipped.take(MOST_SHOWN).collect(folder::relativize).makeString();
            Notices.warn(folder + ": left out " + skipped.size() + " that are hidden or no PNG: " + shown
                    + (skipped.size() > MOST_SHOWN ? ", ..." : ""));
        }
    }
}
