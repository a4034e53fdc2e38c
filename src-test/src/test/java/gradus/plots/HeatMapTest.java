package gradus.plots;

import static gradus.plots.Drawn.at;
import static gradus.plots.Drawn.png;
import static gradus.plots.Drawn.svg;
import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.metrics.ConfusionMatrix;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static final double NAN = Double.NaN;
    private static final ImmutableList<String> AB = Lists.immutable.with("a", "b");
    private static final Tensor MATRIX = Tensor.of(new double[][] {{0, 1, 2}, {3, 4, 5}});

    @Test
    void theFirstRowOfAHeatMapIsAtTheTop() throws IOException {
        BufferedImage map =
                png(HeatMap.of(Tensor.of(new double[][] {{0, 0, 1}, {0, 0, 0}})).size(600, 400));
        assertThat(at(map, 0.6, 0.2)).isEqualTo(Palette.DEEPEST);
        assertThat(at(map, 0.3, 0.2)).isEqualTo(Palette.LIGHTEST);
        assertThat(at(map, 0.6, 0.7)).isEqualTo(Palette.LIGHTEST);
    }

    @Test
    void numbersBelowZeroHaveAColorOfTheirOwn() throws IOException {
        HeatMap map = HeatMap.of(Tensor.of(new double[][] {{-1, 0.5}}));
        assertThat(at(png(map.diverging().size(600, 400)), 0.25, 0.4)).isEqualTo(Palette.DEEPEST_BELOW);
        Color half = at(png(map.diverging().size(600, 400)), 0.6, 0.4);
        assertThat(half.getBlue()).isBetween(Palette.DEEPEST.getBlue() + 1, Palette.LIGHTEST.getBlue() - 1);
        assertThat(at(png(map.size(600, 400)), 0.25, 0.4)).isEqualTo(Palette.LIGHTEST);
        assertThat(at(png(map.range(-3, -2).size(600, 400)), 0.25, 0.4)).isEqualTo(Palette.DEEPEST);
    }

    @Test
    void cellsShowTheirNumbersIfAsked() {
        HeatMap map = HeatMap.of(MATRIX);
        assertThat(Lists.immutable
                        .with(map, map.decimals(0), map.decimals(2), map.rows(AB), map.columns(AB.newWith("c")))
                        .collect(Drawn::svg)
                        .distinct())
                .hasSize(5);
        // one image, whatever the number of cells
        assertThat(svg(HeatMap.of(Tensor.zeros(100, 100)))).contains("<image").hasSizeLessThan(30_000);
        assertThat(svg(map.decimals(1))).doesNotContain("<image");
    }

    private static HeatMap row(double... numbers) {
        return HeatMap.of(Tensor.of(new double[][] {numbers}));
    }

    /** Three digits are enough to read a color bar. */
    @Test
    void theEndsOfTheColorBarAreRounded() {
        assertThat(svg(row(0.12341, 1))).isEqualTo(svg(row(0.12339, 1))).isNotEqualTo(svg(row(0.125, 1)));
        assertThat(svg(row(1e-300, 2e-300))).contains("<image");
        assertThat(svg(row(-1e300, 1e300))).contains("<image");
    }

    @Test
    void aSingleNumberIsInTheMiddle() throws IOException {
        for (double number : new double[] {0, 2, -1e300}) {
            Color color = at(png(row(number, number).size(600, 400)), 0.4, 0.4);
            assertThat(color.getRed()).isBetween(Palette.DEEPEST.getRed() + 1, Palette.LIGHTEST.getRed() - 1);
        }
    }

    @Test
    void divergingColorsStayAroundZeroInAnyRange() {
        HeatMap map = row(-1, 0.5);
        assertThat(svg(map.diverging().range(-1, 3)))
                .isEqualTo(svg(map.range(-1, 3).diverging()));
        assertThat(svg(map.range(-1, 3).diverging()))
                .isEqualTo(svg(map.range(-3, 3).diverging()));
    }

    @Test
    void matricesThatAreNoneAreRefused() {
        HeatMap map = HeatMap.of(MATRIX);
        assertRefused(
                () -> HeatMap.of(Tensor.of(1.0, 2.0)), "HeatMap: needs a matrix [rows, columns], got [2]; reshape it");
        assertRefused(() -> HeatMap.of(Tensor.zeros(0, 3)), "HeatMap: needs 1 to 250000 cells, got [0, 3]");
        assertRefused(() -> HeatMap.of(Tensor.zeros(501, 500)), "HeatMap: needs 1 to 250000 cells, got [501, 500]");
        assertRefused(
                () -> HeatMap.of(Tensor.of(new double[][] {{1, NAN}})),
                "HeatMap: needs finite numbers, up to 1e300, got NaN at place 1");
        assertRefused(() -> map.rows(AB.take(1)), "HeatMap: needs names for 2 rows, got 1");
        assertRefused(() -> map.columns(AB), "HeatMap: needs names for 3 columns, got 2");
        assertRefused(() -> map.range(1, 1), "HeatMap: needs a range from low to high, got 1.0 to 1.0");
        assertRefused(
                () -> map.range(NAN, 1), "range of HeatMap: needs finite numbers, up to 1e300, got NaN at place 0");
        assertRefused(() -> map.decimals(10), "HeatMap: needs 0 to 9 digits after the point, got 10");
    }

    @Test
    void confusionMatricesHaveANameForEachClass() {
        ConfusionMatrix matrix = ConfusionMatrix.of(Indices.of(0, 1, 1), Indices.of(0, 0, 1), 2);
        assertThat(svg(HeatMap.of(AB, matrix)))
                .isNotEqualTo(svg(HeatMap.of(AB, ConfusionMatrix.of(Indices.of(0, 0, 1), Indices.of(0, 1, 1), 2))));
        assertThat(svg(HeatMap.of(AB, ConfusionMatrix.of(Indices.of(new int[0]), Indices.of(new int[0]), 2))))
                .contains("<path");
        assertRefused(() -> HeatMap.of(AB.newWith("c"), matrix), "HeatMap: needs names for 2 classes, got 3");
        assertRefused(
                () -> HeatMap.of(Lists.immutable.with("a", "a"), matrix),
                "HeatMap: needs classes with different names, got {a=2};"
                        + " the legend tells them apart by their names");
    }

    /** More numbers than can be read would be drawn for minutes. */
    @Test
    void manyCellsHaveNoNumbers() {
        assertRefused(
                () -> HeatMap.of(Tensor.zeros(51, 50)).decimals(1),
                "HeatMap: needs at most 2500 cells with numbers, got 2550; leave decimals(...) out");
        assertThat(HeatMap.of(Tensor.zeros(51, 50)).picture("h").svg("")).contains("<svg");
        ConfusionMatrix many = ConfusionMatrix.of(Indices.arange(51), Indices.arange(51), 51);
        ImmutableList<String> names =
                Interval.zeroTo(50).collect(i -> "class " + i).toImmutableList();
        assertThat(HeatMap.of(names, many).picture("h").svg("")).contains("<image");
    }
}
