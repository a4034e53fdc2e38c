package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.report.Picture;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class PicturesTest {
    @Test
    void everyPictureIsWellFormedAndTheSameEachTime() throws Exception {
        var again = Gallery.pictures();
        for (Picture picture : Gallery.pictures()) {
            byte[] svg = picture.svg("<&>").getBytes(StandardCharsets.UTF_8);
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
            Picture same = again.detect(other -> other.name().equals(picture.name()));
            assertThat(same.svg("<&>")).isEqualTo(new String(svg, StandardCharsets.UTF_8));
            assertThat(same.png()).isEqualTo(picture.png());
            var png = ImageIO.read(new ByteArrayInputStream(picture.png()));
            assertThat(png.getWidth()).isEqualTo(2 * picture.width());
        }
        assertThat(Gallery.report().html()).isEqualTo(Gallery.report().html());
    }

    @Test
    void theColoursOfThePageAreVariablesAndOthersStay() {
        Picture picture = Painting.picture("two", 20, 10, graphics -> {
            graphics.setColor(Palette.series(0));
            graphics.fill(new Rectangle2D.Double(1, 2, 3, 4));
            graphics.setColor(new Color(0x12, 0x34, 0x56, 51));
            graphics.draw(new Line2D.Double(0, 0, 5, 5));
        });
        assertThat(picture.svg(""))
                .contains(
                        "<path style=\"fill:var(--blue,#0072b2)\" d=\"m1 2l3 0l0 4l-3 0l0-4z\"/>",
                        "style=\"stroke:#123456;stroke-opacity:.2\"");
    }

    @Test
    void clipsTurnsAndCirclesAreKept() {
        Picture picture = Painting.picture("clipped", 20, 10, graphics -> {
            graphics.setColor(Palette.INK);
            graphics.setClip(new Rectangle2D.Double(0, 0, 5, 5));
            graphics.fill(new Ellipse2D.Double(4, 4, 2, 2));
            graphics.setClip(null);
            graphics.rotate(Math.PI / 2, 3, 4);
            graphics.drawString("a<b", 3, 4);
        });
        assertThat(picture.svg(""))
                .contains(
                        "<clipPath id=\"clipped-clip-1\"><path d=\"m0 0l5 0l0 5l-5 0l0-5z\"/></clipPath>",
                        "clip-path=\"url(#clipped-clip-1)\" d=\"m4 5a1 1 0 1 0 2 0a1 1 0 1 0-2 0z\"",
                        "transform=\"rotate(90 3 4)\"",
                        ">a&lt;b</text>");
    }

    @Test
    void contourLinesLieWhereTheFunctionHasTheLevel() {
        var lines = new ContourLines(Planes.Window.around(2), 40, (x, y) -> x * x + y * y);
        Path2D circle = lines.at(1, new Rectangle2D.Double(0, 0, 400, 400));
        int corners = 0;
        double[] place = new double[6];
        for (PathIterator path = circle.getPathIterator(null); !path.isDone(); path.next(), corners++) {
            path.currentSegment(place);
            assertThat(Math.hypot(place[0] - 200, place[1] - 200)).isCloseTo(100, within(0.5));
        }
        assertThat(corners).isGreaterThan(100);
        assertThat(lines.at(9, new Rectangle2D.Double(0, 0, 400, 400))
                        .getPathIterator(null)
                        .isDone())
                .isTrue();
    }

    @Test
    void curvesEndWhereTheyAreNoNumbers() {
        var x = Gallery.numbers(4, i -> i + 1);
        Picture whole = Charts.curves("c", "x", "y", new Charts.Curve("a", x.select(v -> v < 3), x.select(v -> v < 3)));
        Picture broken = Charts.curves(
                "c", "x", "y", new Charts.Curve("a", x, Gallery.numbers(4, i -> i == 2 ? Double.NaN : i + 1)));
        assertThat(broken.svg("")).isEqualTo(whole.svg(""));
    }

    @Test
    void sheetsRefuseWhatDoesNotFit() {
        Tensor images = Tensor.of(new double[][] {{0, 1, 0}});
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ImageSheet.gray(2, 2).picture("p", images))
                .withMessage("ImageSheet: needs 1 x 2 x 2 numbers an image, got 3");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ImageSheet.gray(1, 3).picture("p", images, Lists.immutable.with("a", "b")))
                .withMessage("ImageSheet: needs a text for each of 1 images, got 2");
    }
}
