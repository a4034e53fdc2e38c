package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.nn.report.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * Pictures of anything that can be painted.
 *
 * {@snippet lang = java :
 * Picture circle = Painting.picture("circle", 100, 100, graphics -> {
 *     graphics.setColor(Palette.series(0));
 *     graphics.fillOval(20, 20, 60, 60);
 * });
 * }
 *
 * <p>A program that is a module of its own requires {@code java.desktop} for it.
 */
public final class Painting {
    /** Pixels of a PNG for a pixel of the page, for sharp screens. */
    private static final int SCALE = 2;

    private static final int MOST_PIXELS = 50_000_000;

    private Painting() {}

    /**
     * Paints twice, as SVG and as PNG, on the page's color and on white.
     *
     * @param name that of its files, without their endings; a report holds a name once
     * @param width in pixels of the page, as {@code height}
     * @param painting what paints; {@link Palette} has the colors that follow the page
     * @throws ArgumentException if the name has other signs than letters, digits, {@code - _ .}, or
     *     there is no pixel to paint on, or more than 50 million
     */
    public static Picture picture(String name, int width, int height, Consumer<Graphics2D> painting) {
        Requirements.requireFileName(name);
        Requirements.require(
                width >= 1 && height >= 1 && (long) width * height <= MOST_PIXELS,
                "Painting",
                "1 to " + MOST_PIXELS + " pixels",
                width + " x " + height,
                "");
        SvgGraphics svg = new SvgGraphics(name);
        prepare(svg, width, height);
        painting.accept(svg);
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pixels = image.createGraphics();
        pixels.scale(SCALE, SCALE);
        prepare(pixels, width, height);
        painting.accept(pixels);
        pixels.dispose();
        return Picture.of(name, width, height, svg.elements(), png(image));
    }

    private static void prepare(Graphics2D graphics, int width, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Palette.PAPER);
        graphics.fillRect(0, 0, width, height);
    }

    /** An image as a PNG file. */
    static byte[] png(BufferedImage image) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return png.toByteArray();
    }
}
