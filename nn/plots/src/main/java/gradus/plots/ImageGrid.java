package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.report.Picture;
import java.awt.image.BufferedImage;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * Small images in rows, each with a text below it: digits, photographs, the first weights of
 * a network. Immutable.
 *
 * {@snippet lang = java :
 * Picture mistakes = ImageGrid.gray(images, 28, 28).captions(texts).columns(10).picture("mistakes");
 * Picture weights = ImageGrid.gray(images, 28, 28).eachItsOwnRange().picture("weights");
 * }
 */
public final class ImageGrid {
    private static final int GAP = 10;
    private static final int SMALLEST_IMAGE = 56;
    private static final int COLUMN_WITH_TEXT = 84;
    private static final int LARGEST_SIDE = 4096;

    private final Tensor images;
    private final Form form;
    private final int columns;
    private final ImmutableList<String> captions;

    /**
     * How numbers become an image.
     *
     * @param black the number that is black
     * @param eachItsOwn whether each image has its own numbers for black and white
     */
    private record Form(int height, int width, int channels, double black, double white, boolean eachItsOwn) {}

    private ImageGrid(Tensor images, Form form, int columns, ImmutableList<String> captions) {
        this.images = images;
        this.form = form;
        this.columns = columns;
        this.captions = captions;
    }

    /**
     * Images {@code [n, height * width]} or {@code [n, height, width]} from 0 (white) to 1 (black),
     * as ink on paper.
     *
     * @throws ArgumentException if there is none, they have another size, or a number is not finite
     */
    public static ImageGrid gray(Tensor images, int height, int width) {
        return of(images, new Form(height, width, 1, 1, 0, false), 8);
    }

    /**
     * Images {@code [n, 3 * height * width]} or {@code [n, 3, height, width]} from 0 to 1: red,
     * then green, then blue.
     *
     * @throws ArgumentException if there is none, they have another size, or a number is not finite
     */
    public static ImageGrid colored(Tensor images, int height, int width) {
        return of(images, new Form(height, width, 3, 0, 1, false), 10);
    }

    private static ImageGrid of(Tensor images, Form form, int columns) {
        require(
                Math.min(form.height, form.width) >= 1 && Math.max(form.height, form.width) <= LARGEST_SIDE,
                "ImageGrid",
                "a height and a width of 1 to " + LARGEST_SIDE + " pixels",
                form.height + " x " + form.width,
                "");
        require(
                images.shape().rank() >= 2 && images.shape().dim(0) >= 1,
                "ImageGrid",
                "images [n, pixels], n at least 1",
                images.shape(),
                "reshape(1, -1) makes a batch of a single one");
        long numbers = images.shape().size() / images.shape().dim(0);
        require(
                numbers == (long) form.channels * form.height * form.width,
                "ImageGrid",
                form.channels + " x " + form.height + " x " + form.width + " numbers an image",
                numbers,
                "");
        Requirements.requireFinite("ImageGrid", images.toDoubleArray());
        return new ImageGrid(images, form, columns, Lists.immutable.empty());
    }

    /**
     * From this value (black) to that one (white); for other ranges than 0 to 1. What is beyond is
     * black or white.
     *
     * @throws ArgumentException if one is not finite, or they are the same
     */
    public ImageGrid range(double black, double white) {
        Requirements.requireFinite("range of ImageGrid", black, white);
        require(black != white, "ImageGrid", "different numbers for black and white", black + " twice", "");
        return new ImageGrid(
                images, new Form(form.height, form.width, form.channels, black, white, false), columns, captions);
    }

    /**
     * Each image from its own lowest to its own highest value: for weights. Zero then has no color
     * of its own.
     */
    public ImageGrid eachItsOwnRange() {
        return new ImageGrid(
                images,
                new Form(form.height, form.width, form.channels, form.black, form.white, true),
                columns,
                captions);
    }

    /**
     * So many images side by side.
     *
     * @throws ArgumentException if these are not 1 to 1,000
     */
    public ImageGrid columns(int count) {
        require(count >= 1 && count <= 1000, "ImageGrid", "1 to 1000 columns", count, "");
        return new ImageGrid(images, form, count, captions);
    }

    /**
     * With a text below each image, in several lines where it is longer than its column.
     *
     * @throws ArgumentException if there is not one for each
     */
    public ImageGrid captions(ImmutableList<String> texts) {
        require(
                texts.size() == count(),
                "ImageGrid",
                "a text for each of " + GradusException.counted(count(), "image"),
                texts.size(),
                "");
        return new ImageGrid(images, form, columns, texts);
    }

    private int count() {
        return Math.toIntExact(images.shape().dim(0));
    }

    /**
     * Draws all images.
     *
     * @param name that of its files, without their endings; a report holds a name once
     * @throws ArgumentException if the name has other signs than letters, digits, {@code - _ .}
     */
    public Picture picture(String name) {
        int zoom = Math.max(1, Math.ceilDiv(SMALLEST_IMAGE, form.width));
        int width = zoom * form.width;
        int height = zoom * form.height;
        Captions texts = Captions.of(captions, captions.isEmpty() ? width : Math.max(width, COLUMN_WITH_TEXT));
        int cellWidth = texts.width() + GAP;
        int cellHeight = height + texts.height() + GAP;
        ImmutableList<BufferedImage> drawn = Interval.zeroTo(count() - 1)
                .collect(i -> image(images.select(0, i).toDoubleArray()))
                .toImmutableList();
        int across = Math.min(columns, count());
        return Painting.picture(
                name,
                across * cellWidth,
                Math.ceilDiv(count(), across) * cellHeight,
                graphics -> drawn.forEachWithIndex((image, i) -> {
                    int left = i % across * cellWidth;
                    int top = i / across * cellHeight + GAP / 2;
                    graphics.drawImage(image, left + (cellWidth - width) / 2, top, width, height, null);
                    if (captions.notEmpty()) {
                        texts.draw(graphics, i, left + cellWidth / 2, top + height);
                    }
                }));
    }

    private BufferedImage image(double[] values) {
        int pixels = form.height * form.width;
        Range range = form.eachItsOwn ? Range.of(values) : new Range(form.black, form.white);
        BufferedImage image = new BufferedImage(form.width, form.height, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int color = 0;
            for (int channel = 0; channel < 3; channel++) {
                color = color << 8 | range.level(values[Math.min(channel, form.channels - 1) * pixels + pixel]);
            }
            image.setRGB(pixel % form.width, pixel / form.width, color);
        }
        return image;
    }

    /** What is shown as black and as white. */
    private record Range(double black, double white) {
        static Range of(double[] values) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
            return new Range(least, most);
        }

        int level(double value) {
            double part = white == black ? 0.5 : (value - black) / (white - black);
            return (int) Math.round(255 * Math.clamp(part, 0, 1));
        }
    }
}
