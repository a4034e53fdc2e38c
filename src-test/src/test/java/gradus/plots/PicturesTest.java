package gradus.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    void theColorsOfThePageAreVariablesAndOthersStay() {
        Picture picture = Painting.picture("two", 20, 10, graphics -> {
            graphics.setColor(Palette.series(0));
            graphics.fill(new Rectangle2D.Double(1, 2, 3, 4));
            graphics.setColor(new Color(0x12, 0x34, 0x56, 51));
            graphics.draw(new Line2D.Double(0, 0, 5, 5));
        });
        assertThat(picture.svg(""))
                .contains(
                        "<path style=\"fill:var(--blue,#35498f)\" d=\"m1 2l3 0l0 4l-3 0l0-4z\"/>",
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
        var lines = new ContourLines(Window.around(2), 40, (x, y) -> x * x + y * y);
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

    /** The curve up to there, and then a cross of two lines. */
    @Test
    void curvesEndWhereTheyAreNoNumbers() {
        var x = Gallery.numbers(4, i -> i + 1);
        Picture whole = chart(new Curve("a", x.select(v -> v < 3), x.select(v -> v < 3)));
        for (double end : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            var y = Gallery.numbers(4, i -> i == 2 ? end : i + 1);
            String broken = chart(new Curve("a", x, y)).svg("");
            assertThat(withoutCross(broken)).isEqualTo(whole.svg("")).isNotEqualTo(broken);
        }
    }

    private static Picture chart(Curve... curves) {
        return LineChart.of(curves).axes("x", "y").picture("c");
    }

    private static String withoutCross(String svg) {
        return svg.replaceAll("<path [^>]*stroke-width=\"3\" d=\"m[.\\d]+ [.\\d]+l16 16m-16 0l16-16\"/>\n", "");
    }

    @Test
    void aBroadCurveShowsBesideTheOneThatCoversIt() {
        var x = Gallery.numbers(3, i -> i + 1);
        var curve = new Curve("a", x, x);
        String svg = chart(curve.drawnBroad(), new Curve("b", x, x)).svg("");
        assertThat(svg)
                .containsPattern("stroke:var\\(--blue,#35498f\\)\" stroke-width=\"7\"[^>]*\"/>\n"
                        + "<path style=\"fill:var\\(--vermillion");
    }

    @Test
    void powersOfTenHaveRoomForTheirLabels() {
        var steps = Gallery.numbers(13, i -> StrictMath.pow(10, -i)).collect(step -> step);
        var label = ChartStyle.powers(steps, 7);
        assertThat(steps.collect(label::apply).reject(String::isEmpty))
                .containsExactly("1", "0.01", "1e-4", "1e-6", "1e-8", "1e-10", "1e-12");
        var few = Lists.immutable.with(0.001, 1.0, 100_000.0);
        assertThat(few.collect(ChartStyle.powers(few, 9)::apply)).containsExactly("1e-3", "1", "1e5");
    }
}
