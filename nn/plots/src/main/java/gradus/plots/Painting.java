package gradus.plots;

import gradus.nn.report.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/** Pictures of anything that can be painted. */
public final class Painting {
    /** Pixels of a PNG for a pixel of the page, for sharp screens. */
    private static final int SCALE = 2;

    private Painting() {}

    /** Paints twice, as SVG and as PNG, on the page's color and on white. */
    public static Picture picture(String name, int width, int height, Consumer<Graphics2D> painting) {
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
