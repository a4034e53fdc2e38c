package gradus.plots;

import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.nn.report.Picture;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PaintingTest {
    private static Picture painted(Consumer<Graphics2D> painting) {
        return Painting.picture("p", 20, 10, painting);
    }

    @Test
    void paintingsNeedANameAndPixels() {
        assertRefused(() -> Painting.picture("p", 0, 10, _ -> {}), "Painting: needs 1 to 50000000 pixels, got 0 x 10");
        assertRefused(
                () -> Painting.picture("p", 10, -10, _ -> {}), "Painting: needs 1 to 50000000 pixels, got 10 x -10");
        assertRefused(
                () -> Painting.picture("p", 100_000, 100_000, _ -> {}),
                "Painting: needs 1 to 50000000 pixels, got 100000 x 100000");
        assertRefused(
                () -> Painting.picture("a/b", 10, 10, _ -> {}),
                "picture: needs a name of letters, digits, '-', '_' and '.', which its files get, got \"a/b\";"
                        + " a title may be of any words: put it into the caption");
    }

    /** The SVG would look otherwise than the PNG. */
    @Test
    void whatAnSvgCannotShowIsRefused() {
        assertUnsupported(
                graphics -> graphics.setComposite(AlphaComposite.SrcOver.derive(0.5f)),
                "this drawing cannot hold a composite; a color may be translucent");
        assertUnsupported(
                graphics -> graphics.setPaint(new GradientPaint(0, 0, Color.RED, 1, 1, Color.BLUE)),
                "this drawing cannot hold a paint that is neither a Color nor a LinearGradientPaint");
        assertUnsupported(
                graphics -> graphics.drawImage(
                        new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB).getScaledInstance(1, 1, 0),
                        0,
                        0,
                        3,
                        3,
                        null),
                "this drawing cannot hold an image that is no BufferedImage");
        assertThat(painted(graphics -> {
                            graphics.setComposite(AlphaComposite.SrcOver);
                            graphics.setPaint(new LinearGradientPaint(
                                    0, 0, 1, 1, new float[] {0, 1}, new Color[] {Color.RED, Color.BLUE}));
                            graphics.fillRect(0, 0, 5, 5);
                        })
                        .svg(""))
                .contains("<linearGradient", "fill=\"url(#p-gradient-1)\"");
    }

    private static void assertUnsupported(Consumer<Graphics2D> painting, String message) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> painted(painting))
                .withMessage(message);
    }
}
