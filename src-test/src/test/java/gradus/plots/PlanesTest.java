package gradus.plots;

import static gradus.plots.Drawn.at;
import static gradus.plots.Drawn.png;
import static gradus.plots.Drawn.svg;
import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

/** Decision regions and contours. */
class PlanesTest {
    private static final double NAN = Double.NaN;

    private static Points points(String name, double... x) {
        return Points.of(name, x, x);
    }

    @Test
    void regionsAskTheClassifierAtTheMidpointsOfCells() throws IOException {
        Window window = new Window(0, 2, 10, 14);
        DecisionRegions regions = DecisionRegions.of(window, midpoints -> {
                    assertThat(midpoints.toDoubleArray()).containsExactly(0.5, 11, 1.5, 11, 0.5, 13, 1.5, 13);
                    return Indices.of(0, 1, 2, 0);
                })
                .cells(2);
        BufferedImage plane = png(regions);
        assertThat(at(plane, 0.3, 0.7)).isEqualTo(at(plane, 0.7, 0.3)).isNotEqualTo(Color.WHITE);
        assertThat(at(plane, 0.7, 0.7)).as("right of it").isNotEqualTo(at(plane, 0.3, 0.7));
        assertThat(at(plane, 0.3, 0.3)).as("above").isNotEqualTo(at(plane, 0.3, 0.7));
        assertThat(svg(regions.points(points("a", 1), points("none"), points("c", 11))))
                .contains(">a</text>", ">c</text>")
                .doesNotContain(">none</text>");
        assertThat(svg(regions.points(Lists.immutable.with(points("none"))))).isEqualTo(svg(regions));
    }

    @Test
    void classifiersThatAreNoneAreRefused() {
        DecisionRegions few = DecisionRegions.of(Window.around(1), _ -> Indices.of(0, 1));
        assertRefused(
                () -> few.picture("p"),
                "DecisionRegions: needs a class for each of 10000 points, got [2]; argMax(-1) of scores [n, classes]");
        assertRefused(
                () -> DecisionRegions.of(Window.around(1), _ -> Indices.of(0, -1, 1, 1))
                        .cells(2)
                        .picture("p"),
                "DecisionRegions: needs classes from 0, got -1");
        assertRefused(
                () -> DecisionRegions.of(Window.around(1), _ -> null).picture("p"),
                "DecisionRegions: needs classes from the classifier, got null");
        assertRefused(() -> few.cells(0), "Window: needs 1 to 2000 cells on a side, got 0");
        assertRefused(() -> Window.around(1).midpoints(2001), "Window: needs 1 to 2000 cells on a side, got 2001");
        assertRefused(few::points, "DecisionRegions: needs at least one of its groups of points, got none");
    }

    @Test
    void lowerValuesAreDarker() throws IOException {
        ContourPlot plot = ContourPlot.of(Window.around(1), (x, _) -> x).levels(0.5, -0.5, 0);
        BufferedImage plane = png(plot);
        assertThat(at(plane, 0.2, 0.3).getRed()).isLessThan(at(plane, 0.6, 0.3).getRed());
        assertThat(svg(plot)).isEqualTo(svg(plot.levels(DoubleLists.immutable.with(-0.5, 0, 0.5))));
        assertThat(svg(plot.axes("weight", "bias"))).isNotEqualTo(svg(plot));
        assertThat(svg(plot.paths(points("down", 0.5, 0.2), points("up", 0, 1))))
                .contains(">down</text>");
        // levels of its own choice
        double[] twelve = IntStream.rangeClosed(1, 12).mapToDouble(i -> i).toArray();
        ContourPlot own = ContourPlot.of(new Window(0, 140, 0, 1), (x, _) -> x < 1 ? 0 : x > 139 ? 13 : 6.2);
        assertThat(svg(own)).isEqualTo(svg(own.levels(twelve)));
    }

    @Test
    void wherePlanesAreNoNumbersTheyAreEmpty() throws IOException {
        ContourPlot half = ContourPlot.of(Window.around(1), (x, y) -> x < 0 ? NAN : x > 0.9 ? 1 / 0.0 : y);
        assertThat(at(png(half), 0.2, 0.5)).isEqualTo(Color.WHITE);
        assertThat(at(png(half), 0.96, 0.2)).isEqualTo(Color.WHITE);
        assertThat(at(png(half), 0.7, 0.82)).isNotEqualTo(Color.WHITE);
        assertThat(svg(half)).doesNotContain("NaN", "Infinity");
        assertRefused(
                () -> ContourPlot.of(Window.around(1), (_, _) -> NAN).picture("p"),
                "ContourPlot: needs a function that is finite somewhere in the window, got none");
    }

    @Test
    void contoursThatAreNoneAreRefused() {
        ContourPlot plot = ContourPlot.of(Window.around(1), (x, y) -> x * y);
        assertRefused(plot::levels, "levels of ContourPlot: needs at least one value, got none");
        assertRefused(
                () -> plot.levels(1, NAN),
                "levels of ContourPlot: needs finite numbers, up to 1e300, got NaN at place 1");
        assertRefused(() -> plot.paths(points("p")), "path p: needs at least one value, got none");
        assertRefused(plot::paths, "ContourPlot: needs at least one of its paths, got none");
        String need = "Window: needs left < right and bottom < top, got ";
        assertRefused(() -> Window.around(0), need + "left -0.0, right 0.0, bottom -0.0, top 0.0");
        assertRefused(() -> new Window(0, 1, 2, 1), need + "left 0.0, right 1.0, bottom 2.0, top 1.0");
        assertRefused(() -> new Window(0, NAN, 0, 1), "Window: needs finite numbers, up to 1e15, got NaN at place 1");
    }

    /** With corners alone, there would be no label at all. */
    @Test
    void planesWithoutPointsHaveLabels() {
        String svg = svg(ContourPlot.of(Window.around(2), (x, y) -> x * y));
        String other = svg(ContourPlot.of(Window.around(4), (x, y) -> x * y));
        String ink = "(?s).*(<path style=\"fill:var\\(--ink,#222222\\)\" d=\"[^\"]+\").*";
        assertThat(svg).matches(ink);
        assertThat(svg.replaceFirst(ink, "$1")).isNotEqualTo(other.replaceFirst(ink, "$1"));
    }
}
