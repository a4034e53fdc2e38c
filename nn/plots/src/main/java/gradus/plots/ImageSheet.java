package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.report.Picture;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * A sheet of small images with a line of text below each: digits, photographs, the first weights of
 * a network.
 *
 * {@snippet lang = java :
 * Picture sheet = ImageSheet.gray(28, 28).columns(10).picture("mistakes", images, texts);
 * }
 */
public final class ImageSheet {
    private static final int GAP = 10;
    private static final int TEXT_HEIGHT = 20;
    private static final int SMALLEST_IMAGE = 56;
    private static final int COLUMN_WITH_TEXT = 84;

    private final int height;
    private final int width;
    private final int channels;
    private final double low;
    private final double high;
    private final boolean eachItsOwn;
    private final int columns;

    private ImageSheet(int height, int width, int channels, double low, double high, boolean eachItsOwn, int columns) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.low = low;
        this.high = high;
        this.eachItsOwn = eachItsOwn;
        this.columns = columns;
    }

    /**
     * Images {@code [n, height * width]} or {@code [n, height, width]} from 0 (white) to 1 (black),
     * as ink on paper.
     */
    public static ImageSheet gray(int height, int width) {
        return new ImageSheet(height, width, 1, 1, 0, false, 8);
    }

    /**
     * Images {@code [n, 3 * height * width]} or {@code [n, 3, height, width]} from 0 to 1: red,
     * then green, then blue.
     */
    public static ImageSheet colored(int height, int width) {
        return new ImageSheet(height, width, 3, 0, 1, false, 10);
    }

    /** From this value (black) to that one (white); for other ranges than 0 to 1. */
    public ImageSheet range(double black, double white) {
        return new ImageSheet(height, width, channels, black, white, false, columns);
    }

    /**
     * Each image from its own lowest to its own highest value: for weights. Zero then has no color
     * of its own.
     */
    public ImageSheet eachItsOwnRange() {
        return new ImageSheet(height, width, channels, low, high, true, columns);
    }

    /** So many images side by side. */
    public ImageSheet columns(int count) {
        return new ImageSheet(height, width, channels, low, high, eachItsOwn, count);
    }

    /** Draws all images, without texts. */
    public Picture picture(String name, Tensor images) {
        return picture(name, images, Lists.immutable.empty());
    }

    /**
     * Draws all images, each with its text.
     *
     * @throws ArgumentException if there are texts, but not one for each image, or an image has
     *     another size
     */
    public Picture picture(String name, Tensor images, ImmutableList<String> texts) {
        int count = Math.toIntExact(images.shape().dim(0));
        require(
                texts.isEmpty() || texts.size() == count,
                "a text for each of " + GradusException.counted(count, "image"),
                texts.size() + "");
        int zoom = Math.max(1, Math.ceilDiv(SMALLEST_IMAGE, width));
        int cellWidth = Math.max(zoom * width, texts.isEmpty() ? 0 : COLUMN_WITH_TEXT) + GAP;
        int cellHeight = zoom * height + (texts.isEmpty() ? 0 : TEXT_HEIGHT) + GAP;
        ImmutableList<BufferedImage> drawn = Interval.zeroTo(count - 1)
                .collect(i -> image(images.select(0, i).toDoubleArray()))
                .toImmutableList();
        int across = Math.min(columns, count);
        return Painting.picture(
                name,
                across * cellWidth,
                Math.ceilDiv(count, across) * cellHeight,
                graphics -> drawn.forEachWithIndex((image, i) -> {
                    int left = i % across * cellWidth;
                    int top = i / across * cellHeight + GAP / 2;
                    graphics.drawImage(
                            image, left + (cellWidth - zoom * width) / 2, top, zoom * width, zoom * height, null);
                    if (!texts.isEmpty()) {
                        text(graphics, texts.get(i), left + cellWidth / 2, top + zoom * height + 15);
                    }
                }));
    }

    private static void text(Graphics2D graphics, String text, int middle, int baseline) {
        graphics.setFont(Palette.font(13));
        graphics.setColor(Palette.INK);
        graphics.drawString(text, middle - graphics.getFontMetrics().stringWidth(text) / 2, baseline);
    }

    private BufferedImage image(double[] values) {
        int pixels = height * width;
        require(
                values.length == channels * pixels,
                channels + " x " + height + " x " + width + " numbers an image",
                values.length + "");
        Range range = eachItsOwn ? Range.of(values) : new Range(low, high);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < pixels; pixel++) {
            int color = 0;
            for (int channel = 0; channel < 3; channel++) {
                color = color << 8 | range.level(values[Math.min(channel, channels - 1) * pixels + pixel]);
            }
            image.setRGB(pixel % width, pixel / width, color);
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

    private static void require(boolean met, String need, String got) {
        if (!met) {
            throw new ArgumentException("ImageSheet", need, got, "");
        }
    }
}
