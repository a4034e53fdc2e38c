package gradus.plots;

import static gradus.plots.Drawn.at;
import static gradus.plots.Drawn.png;
import static gradus.plots.Drawn.svg;
import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

/** Points, bars and histograms. */
class PlotsTest {
    private static final double NAN = Double.NaN;
    private static final ImmutableList<String> AB = Lists.immutable.with("a", "b");
    private static final Tensor MATRIX = Tensor.of(new double[][] {{0, 1, 2}, {3, 4, 5}});

    private static Points points(String name, double... x) {
        return Points.of(name, x, x);
    }

    @Test
    void eachGroupOfPointsHasItsColorAndShape() {
        String svg = svg(ScatterChart.of(points("a", 1, 2), points("b", 3, 4)));
        assertThat(svg).contains(">a</text>", ">b</text>", "fill:var(--blue", "fill:var(--vermillion");
        assertThat(svg(ScatterChart.of(Lists.immutable.with(points("a", 1, 2), points("b", 3, 4)))))
                .isEqualTo(svg);
        // circles are made of arcs, squares are not, and no line joins the points
        assertThat(svg).containsPattern("fill:var\\(--blue[^>]* d=\"[^\"]*a");
        assertThat(svg).doesNotContainPattern("fill:var\\(--vermillion[^>]* d=\"[^\"]*a");
        assertThat(svg).doesNotContain("stroke:var(--blue");
    }

    @Test
    void scatterChartsShowAllPointsOrAWindow() {
        ScatterChart chart = ScatterChart.of(points("a", 1, 2, 30));
        assertThat(svg(chart.window(new Window(0, 3, 0, 3)))).isNotEqualTo(svg(chart));
        assertThat(svg(ScatterChart.of(points("a", -1, 0, 2, 30)).logarithmicX().logarithmicY()))
                .isEqualTo(
                        svg(ScatterChart.of(points("a", 2, 30)).logarithmicX().logarithmicY()))
                .isNotEqualTo(svg(ScatterChart.of(points("a", 2, 30)).logarithmicX()));
        assertThat(svg(ScatterChart.of(points("none")))).contains("<path");
    }

    @Test
    void pointsComeFromTensorsAndDataSets() {
        Tensor rows = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(Points.of("a", rows)).isEqualTo(Points.of("a", new double[] {1, 3, 5}, new double[] {2, 4, 6}));
        Dataset dataset = Dataset.of(rows, Indices.of(1, 0, 1));
        assertThat(Points.byClass(AB, dataset))
                .containsExactly(
                        Points.of("a", new double[] {3}, new double[] {4}),
                        Points.of("b", new double[] {1, 5}, new double[] {2, 6}));
        assertThat(Points.byClass(AB.newWith("c"), dataset).getLast().x()).isEqualTo(DoubleLists.immutable.empty());
        assertRefused(
                () -> Points.byClass(AB.take(1), dataset),
                "Points.byClass: needs a name for each class, got [a] for class 1");
        assertRefused(() -> Points.of("a", MATRIX), "Points: needs points [n, 2], got [2, 3]; choose two columns");
    }

    @Test
    void pointsThatAreNoneAreRefused() {
        assertRefused(
                () -> Points.of("a", new double[] {1}, new double[] {1, 2}),
                "points a: needs as many y as x, got 2 for 1");
        assertRefused(() -> points("a", 1, NAN), "x of points a: needs finite numbers, up to 1e15, got NaN at place 1");
        assertRefused(
                () -> Points.of("a", new double[] {1}, new double[] {Double.NEGATIVE_INFINITY}),
                "y of points a: needs finite numbers, up to 1e15, got -Infinity");
        assertRefused(() -> points(""), "Points: needs a name, for the legend, got \"\"");
        assertRefused(ScatterChart::of, "ScatterChart: needs at least one of its groups of points, got none");
        assertRefused(
                () -> ScatterChart.of(points("a", 1), points("a", 2)),
                "ScatterChart: needs groups of points with different names, got {a=2};"
                        + " the legend tells them apart by their names");
    }

    @Test
    void barsStandOnZero() throws IOException {
        BarChart chart = BarChart.of(AB, Values.of("low", 1, 0.5), Values.of("high", 2, 4));
        assertThat(svg(chart)).contains(">low</text>", ">high</text>", "fill:var(--blue", "fill:var(--vermillion");
        assertThat(svg(BarChart.of(AB, Values.of("low", 1, 0.5)))).doesNotContain("<text");
        assertThat(svg(chart.axes("depth", "accuracy"))).isNotEqualTo(svg(chart));
        BufferedImage one = png(BarChart.of(AB, Values.of("v", 2, 4)).size(400, 400));
        assertThat(at(one, 0.35, 0.35)).as("above the first bar").isEqualTo(Color.WHITE);
        assertThat(at(one, 0.35, 0.75)).as("in the first bar").isEqualTo(Palette.series(0));
        assertThat(at(one, 0.75, 0.35)).as("in the second bar").isEqualTo(Palette.series(0));
    }

    @Test
    void barsThatAreNoneAreRefused() {
        Values two = Values.of("v", 1, 2);
        assertRefused(() -> BarChart.of(AB), "BarChart: needs at least one of its series, got none");
        assertRefused(
                () -> BarChart.of(Lists.immutable.empty(), two),
                "BarChart: needs at least one of its categories, got none");
        assertRefused(
                () -> BarChart.of(AB.newWith("c"), two),
                "BarChart: needs a value of v for each of 3 categories, got 2");
        assertRefused(
                () -> BarChart.of(AB, Values.of("v", 1, NAN)),
                "bars of v: needs finite numbers, up to 1e15, got NaN at place 1");
        assertRefused(
                () -> BarChart.of(Lists.immutable.with("a", "a"), two),
                "BarChart: needs categories with different names, got {a=2};"
                        + " the legend tells them apart by their names");
        assertRefused(
                () -> BarChart.of(AB, two, two),
                "BarChart: needs series with different names, got {v=2};"
                        + " the legend tells them apart by their names");
        assertRefused(() -> Values.of("v"), "values v: needs at least one value, got none");
        assertRefused(() -> Values.of("", 1), "Values: needs a name, for the legend, got \"\"");
    }

    @Test
    void binsCountWhatFallsIntoThem() {
        assertThat(Values.of("w", Tensor.of(new double[][] {{1, 2}, {3, 4}}))).isEqualTo(Values.of("w", 1, 2, 3, 4));
        Histogram chart = Histogram.of(Values.of("w", 0, 1, 1, 4)).bins(4);
        // the same counts, over the same range
        assertThat(svg(chart))
                .isEqualTo(svg(Histogram.of(Values.of("w", 0, 1.5, 1.9, 4)).bins(4)));
        assertThat(svg(chart))
                .isNotEqualTo(svg(Histogram.of(Values.of("w", 0, 2, 1, 4)).bins(4)));
        assertThat(svg(chart.bins(5))).isNotEqualTo(svg(chart));
        assertThat(svg(Histogram.of(Values.of("w", 0, 4))))
                .isEqualTo(svg(Histogram.of(Values.of("w", 0, 4)).bins(30)));
        assertThat(svg(Histogram.of(Values.of("w", 1, 2), Values.of("v", 2, 3))))
                .contains(">w</text>", ">v</text>");
    }

    @Test
    void whatHasNoBinIsCountedBelow() {
        Values values = Values.of("w", 1, NAN, 2, Double.NEGATIVE_INFINITY, 3);
        String said = svg(Histogram.of(values).axes("weight", "count"));
        assertThat(said)
                .isEqualTo(svg(Histogram.of(Values.of("w", 1, 2, 3))
                        .axes("weight (2 values left out: NaN or beyond 1e15)", "count")));
        assertThat(svg(Histogram.of(Values.of("w", NAN)))).contains("<path");
        // a single value is in the middle
        assertThat(svg(Histogram.of(Values.of("w", 3, 3)).bins(1)))
                .isNotEqualTo(svg(Histogram.of(Values.of("w", 2.5, 3.5)).bins(2)));
        assertRefused(() -> Histogram.of(values).bins(0), "Histogram: needs 1 to 10000 bins, got 0");
        assertRefused(Histogram::of, "Histogram: needs at least one of its groups of values, got none");
        assertRefused(
                () -> Histogram.of(values, values),
                "Histogram: needs groups of values with different names, got {w=2};"
                        + " the legend tells them apart by their names");
    }

    /** XChart's axes come to no end where bins are narrower than the distance of two numbers. */
    @Test
    void valuesThatAreNearlyEqualStandInTheMiddle() {
        for (double value : new double[] {1e15, -1e15, 3e14}) {
            assertThat(svg(Histogram.of(Values.of("a", value, value - Math.ulp(value)))))
                    .contains("<path");
            assertThat(svg(Histogram.of(Values.of("a", value, value)))).contains("<path");
        }
    }

    @Test
    void aWindowIsAboveZeroOnALogarithmicAxis() {
        ScatterChart chart = ScatterChart.of(points("a", 1, 2)).window(Window.around(3));
        assertRefused(
                () -> chart.logarithmicX().picture("p"),
                "ScatterChart: needs a window whose left is above 0, on a logarithmic axis, got -3.0");
        assertRefused(
                () -> chart.logarithmicY().picture("p"),
                "ScatterChart: needs a window whose bottom is above 0, on a logarithmic axis, got -3.0");
    }

    @Test
    void pointsOfWhichNoneIsLeftAreNamed() {
        ScatterChart chart = ScatterChart.of(points("b", 1), points("a", -1), points("none"));
        ScatterChart left = ScatterChart.of(points("b", 1), points("none")).axes("x (nothing to draw of a)", "y");
        assertThat(svg(chart.logarithmicX())).isEqualTo(svg(left.logarithmicX()));
    }

    @Test
    void aColorHasANumberFromZero() {
        assertRefused(() -> Palette.series(-1), "Palette.series: needs a number of a curve, from 0, got -1");
    }
}
