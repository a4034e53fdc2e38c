package gradus.plots;

import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Spread;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

class LineChartTest {
    private static final double NAN = Double.NaN;

    private static History history(ImmutableList<String> names, double[]... epochs) {
        return new History(
                Lists.immutable
                        .with(epochs)
                        .collectWithIndex((values, i) -> new Epoch(i + 1, names, DoubleLists.immutable.with(values))),
                DoubleLists.immutable.empty(),
                epochs.length);
    }

    private static final History TRAINED = history(
            Lists.immutable.with(Epoch.LOSS, Epoch.VALIDATION_LOSS, "accuracy"),
            new double[] {2.3, 2.4, 0.1},
            new double[] {1.2, 1.5, 0.6},
            new double[] {0.7, 1.1, 0.8});

    private static String svg(LineChart chart) {
        return chart.picture("c").svg("");
    }

    @Test
    void aBandIsOneDeviationAroundTheMean() {
        var x = DoubleLists.immutable.with(1, 2);
        Curve band = Curve.band("seeds", x, Lists.immutable.with(Spread.of(1, 3), Spread.of(5, 5)));
        assertThat(band)
                .isEqualTo(new Curve(
                        "seeds", x, DoubleLists.immutable.with(2, 5), DoubleLists.immutable.with(Math.sqrt(2), 0)));
    }

    private static Curve rising(double to, int steps) {
        double[] x = IntStream.rangeClosed(0, steps).mapToDouble(Math::sqrt).toArray();
        double[] y = IntStream.rangeClosed(0, steps)
                .mapToDouble(step -> to * step / steps)
                .toArray();
        return Curve.of(steps + " steps", x, y);
    }

    /** The marks beside the y axis. */
    private static int ticks(Curve... curves) {
        return svg(LineChart.of(curves)).split("l3 0", -1).length - 1;
    }

    @Test
    void ticksOfALineThatRisesEvenlyAreRound() {
        assertThat(ticks(rising(3, 36))).as("epochs: 0 to 3").isEqualTo(4);
        assertThat(ticks(rising(3, 705), rising(3, 6))).isEqualTo(4);
        assertThat(ticks(rising(12, 2820))).as("0, 2, ...").isEqualTo(7);
        assertThat(ticks(rising(0.1, 40))).as("0, 0.02, ...").isEqualTo(6);
        assertThat(ticks(rising(1, 4))).as("the values themselves").isEqualTo(5);
        assertThat(ticks(rising(2, 4))).as("0, 0.5, ...").isEqualTo(5);
    }

    @Test
    void aLossCurveTakesTwoLines() {
        Picture losses = LineChart.of(TRAINED).picture("losses");
        String page = new Report("Run", "").picture(losses, "The loss falls.").html();
        assertThat(page).contains(">loss</text>", ">validation loss</text>").doesNotContain(">accuracy</text>");
        assertThat(losses.svg(""))
                .isEqualTo(
                        LineChart.of(Curve.from1("loss", 2.3, 1.2, 0.7), Curve.from1("validation loss", 2.4, 1.5, 1.1))
                                .axes("epoch", "loss")
                                .picture("losses")
                                .svg(""));
    }

    @Test
    void withoutAValidationSetThereIsOneCurve() {
        assertThat(svg(LineChart.of(history(Lists.immutable.with(Epoch.LOSS), new double[] {1}, new double[] {0.5}))))
                .isEqualTo(svg(LineChart.of(Curve.from1("loss", 1, 0.5)).axes("epoch", "loss")));
    }

    @Test
    void otherColumnsOfAHistoryAreNamed() {
        assertThat(svg(LineChart.of(TRAINED, "accuracy")))
                .isEqualTo(
                        svg(LineChart.of(Curve.from1("accuracy", 0.1, 0.6, 0.8)).axes("epoch", "accuracy")));
        assertThat(svg(LineChart.of(TRAINED, "accuracy", "loss"))).contains(">accuracy</text>", ">loss</text>");
        assertRefused(
                () -> LineChart.of(TRAINED, "precision"),
                "epoch: needs one of loss, validation loss, accuracy, got precision");
    }

    @Test
    void aHistoryWithoutEpochsIsRefused() {
        assertRefused(
                () -> LineChart.of(history(Lists.immutable.empty())),
                "LineChart: needs a history of at least one epoch, got none");
    }

    @Test
    void titlesScalesAndSizeChangeThePicture() {
        LineChart chart = LineChart.of(Curve.from1("a", 1, 10, 100));
        assertThat(Lists.immutable
                        .with(
                                chart,
                                chart.axes("x", ""),
                                chart.axes("", "y"),
                                chart.logarithmicX(),
                                chart.logarithmicY(),
                                chart.logarithmicX().logarithmicY())
                        .collect(LineChartTest::svg)
                        .distinct())
                .hasSize(6);
        Picture small = chart.size(300, 200).picture("c");
        assertThat(small.width()).isEqualTo(300);
        assertThat(small.height()).isEqualTo(200);
        assertThat(svg(chart)).as("is not changed itself").isEqualTo(svg(LineChart.of(Curve.from1("a", 1, 10, 100))));
    }

    /** The legend stands below a chart of the size that was asked for. */
    @Test
    void namesOfSeveralCurvesAreBelow() {
        Curve a = Curve.from1("a & b", 1, 2);
        Curve b = Curve.from1("second", 2, 1);
        assertThat(LineChart.of(a, b).size(300, 200).picture("c").height()).isGreaterThan(200);
        assertThat(svg(LineChart.of(a, b))).contains(">a &amp; b</text>", ">second</text>");
        assertThat(svg(LineChart.of(Lists.immutable.with(a, b)))).isEqualTo(svg(LineChart.of(a, b)));
        assertThat(svg(LineChart.of(a))).doesNotContain("<text");
    }

    @Test
    void whatALogarithmicAxisCannotShowIsLeftOut() {
        double[] x = {0, 1, 2, 3};
        double[] y = {5, -1, 4, 3};
        assertThat(svg(LineChart.of(Curve.of("a", x, y)).logarithmicX().logarithmicY()))
                .isEqualTo(svg(LineChart.of(Curve.of("a", new double[] {2, 3}, new double[] {4, 3}))
                        .logarithmicX()
                        .logarithmicY()));
    }

    @Test
    void theLimitOfWhatDivergesCanBeRaised() {
        LineChart chart = LineChart.of(Curve.from1("a", 1e8, 1e10, 1e9));
        assertThat(svg(chart.divergedBeyond(1e11))).isNotEqualTo(svg(chart));
        assertThat(svg(chart.divergedBeyond(1e9))).isEqualTo(svg(chart));
        assertThat(svg(chart)).contains("stroke-width=\"3\"");
        assertThat(svg(chart.divergedBeyond(1e11))).doesNotContain("stroke-width=\"3\"");
        assertRefused(() -> chart.divergedBeyond(0), "LineChart: needs a limit above 0, up to 1e15, got 0.0");
        assertRefused(() -> chart.divergedBeyond(1e16), "LineChart: needs a limit above 0, up to 1e15, got 1.0E16");
        assertRefused(() -> chart.divergedBeyond(NAN), "LineChart: needs a limit above 0, up to 1e15, got NaN");
    }

    /** A report at the end of a long training must not fail for a training that diverged. */
    @Test
    void whereNothingCanBeDrawnThereAreAxes() {
        LineChart diverged = LineChart.of(Curve.from1("a", NAN, NAN), Curve.from1("b", 1e12));
        assertThat(svg(diverged)).isEqualTo(svg(LineChart.of(Curve.from1("a", NAN), Curve.from1("b", NAN))));
        assertThat(svg(diverged.logarithmicX().logarithmicY())).contains("<path");
    }

    /** Labels such as 0.0000012 would be shown as 0. */
    @Test
    void tinyAndHugeNumbersHaveLabelsOfTheirOwn() {
        assertThat(ChartStyle.pattern(Lists.immutable.with(0.0, 1e-6))).isEqualTo("0.##E0");
        assertThat(ChartStyle.pattern(Lists.immutable.with(-1e8, 2.0))).isEqualTo("0.##E0");
        assertThat(ChartStyle.pattern(Lists.immutable.with(0.5, 1e-6))).isEqualTo("0.####");
        assertThat(ChartStyle.pattern(Lists.immutable.with(0.0))).isEqualTo("0.####");
        assertThat(ChartStyle.pattern(Lists.immutable.empty())).isEqualTo("0.####");
        assertThat(svg(LineChart.of(Curve.from1("a", 1e-6, 2e-6, 4e-6))))
                .isNotEqualTo(svg(LineChart.of(Curve.from1("a", 1, 2, 4))));
    }

    @Test
    void bandsLieAroundTheirCurves() {
        var x = DoubleLists.immutable.with(1, 2, 3);
        Curve plain = new Curve("a", x, x);
        Curve band = new Curve("a", x, x, DoubleLists.immutable.with(0.5, NAN, 0));
        assertThat(svg(LineChart.of(band))).contains("fill-opacity:.25").isNotEqualTo(svg(LineChart.of(plain)));
        assertThat(svg(LineChart.of(plain))).doesNotContain("fill-opacity");
        assertThat(svg(LineChart.of(band)))
                .as("no number is no deviation")
                .isEqualTo(svg(LineChart.of(new Curve("a", x, x, DoubleLists.immutable.with(0.5, 0, 0)))));
        Curve endless = new Curve("a", x, x, DoubleLists.immutable.with(0, 0, Double.POSITIVE_INFINITY));
        assertThat(svg(LineChart.of(endless))).contains("fill-opacity:.25").doesNotContain("NaN", "Infinity");
    }

    @Test
    void curvesThatAreNoneAreRefused() {
        var x = DoubleLists.immutable.with(1, 2, 3);
        var none = DoubleLists.immutable.empty();
        assertRefused(() -> new Curve("a", x, x.newWith(4)), "curve a: needs as many y as x, got 4 for 3");
        assertRefused(() -> new Curve("a", none, none), "curve a: needs at least one value, got none");
        assertRefused(() -> Curve.from0("a"), "curve a: needs at least one value, got none");
        assertRefused(() -> new Curve(" ", x, x), "Curve: needs a name, for the legend, got \" \"");
        assertRefused(
                () -> Curve.of("a", new double[] {1, NAN}, new double[] {1, 2}),
                "x of curve a: needs finite numbers, up to 1e15, got NaN at place 1");
        assertRefused(
                () -> Curve.of("a", new double[] {1e16}, new double[] {1}),
                "x of curve a: needs finite numbers, up to 1e15, got 1.0E16; choose a larger unit");
        assertRefused(
                () -> new Curve("a", x, x, DoubleLists.immutable.with(1)),
                "curve a: needs a deviation for each of 3 points, or none, got 1");
        assertRefused(
                () -> new Curve("a", x, x, DoubleLists.immutable.with(1, -1, 1)),
                "curve a: needs deviations of 0 or more, got [1.0, -1.0, 1.0]");
    }

    @Test
    void chartsNeedCurvesThatDiffer() {
        Curve a = Curve.from0("a", 1, 2);
        assertRefused(LineChart::of, "LineChart: needs at least one of its curves, got none");
        assertRefused(
                () -> LineChart.of(a, Curve.from0("a", 3)),
                "LineChart: needs curves with different names, got {a=2}; the legend tells them apart by their names");
        // names that stand for other things inside
        assertThat(svg(LineChart.of(Curve.from0("a", 1, NAN), Curve.from0("end of a", 1, NAN))))
                .contains(">end of a</text>");
    }

    @Test
    void sizesAndNamesHaveLimits() {
        LineChart chart = LineChart.of(Curve.from0("a", 1, 2));
        String need = "LineChart: needs a width and a height of 200 to 10000 pixels, got ";
        assertRefused(() -> chart.size(0, 350), need + "0 x 350");
        assertRefused(() -> chart.size(580, -1), need + "580 x -1");
        assertRefused(() -> chart.size(580, 10_001), need + "580 x 10001");
        for (String name : new String[] {"", "a b", "../a", "a\"b", ".a", "ä"}) {
            assertRefused(
                    () -> chart.picture(name),
                    "picture: needs a name of letters, digits, '-', '_' and '.', which its files get, got \"" + name
                            + "\"; a title may be of any words: put it into the caption");
        }
    }

    @Test
    void controlCharactersLeaveThePageWellFormed() {
        assertThat(svg(LineChart.of(Curve.from0("a\u0001b", 1, 2), Curve.from0("c", 1, 2))))
                .contains(">a b</text>");
    }

    /** Such as a validation loss that was not measured at first. */
    @Test
    void aCurveBeginsAtItsFirstNumber() {
        assertThat(svg(LineChart.of(Curve.of("a", new double[] {1, 2, 3}, new double[] {NAN, 5, 4}))))
                .isEqualTo(svg(LineChart.of(Curve.of("a", new double[] {2, 3}, new double[] {5, 4}))));
    }

    @Test
    void aLongTitleIsSmallerAndNotCut() {
        assertThat(ChartStyle.titleSize("epoch", 110)).isEqualTo(16);
        assertThat(ChartStyle.titleSize("a title twice as long as the axis below it", 150))
                .isBetween(8, 12);
        assertThat(ChartStyle.titleSize("a title".repeat(50), 150)).isEqualTo(8);
        LineChart small = LineChart.of(Curve.from1("a", 1, 2)).size(200, 200);
        assertThat(svg(small.axes("a title that is longer than the axis", "")))
                .isNotEqualTo(svg(small.axes("epoch", "")));
    }

    @Test
    void aCurveOfWhichNothingIsLeftIsNamed() {
        Curve b = Curve.from1("b", 1, 2);
        LineChart left = LineChart.of(b).axes("epoch (nothing to draw of a)", "loss");
        assertThat(svg(LineChart.of(b, Curve.from1("a", NAN, NAN)).axes("epoch", "loss")))
                .isEqualTo(svg(left));
        assertThat(svg(LineChart.of(b, Curve.from1("a", 0, -1))
                        .axes("epoch", "loss")
                        .logarithmicY()))
                .isEqualTo(svg(left.logarithmicY()));
        ImmutableList<Curve> five =
                Lists.immutable.with("b", "c", "d", "e", "f").collect(name -> Curve.from1(name, NAN));
        assertThat(svg(LineChart.of(five))).contains("<path");
        assertThat(Axes.titled("", "").naming(five.collect(Curve::name)).x())
                .isEqualTo("(nothing to draw of b, c, d and 2 more)");
        assertThat(Axes.titled("x", "").naming(Lists.immutable.empty()).x()).isEqualTo("x");
    }
}
