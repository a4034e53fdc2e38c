package gradus.plots;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.metrics.ConfusionMatrix;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/** One picture of every kind, and a report that holds them all. */
public final class Gallery {
    private Gallery() {}

    static ImmutableDoubleList numbers(int count, IntToDoubleFunction function) {
        return DoubleLists.immutable.withAll(IntStream.range(0, count).mapToDouble(function));
    }

    /** One picture of every kind. */
    public static ImmutableList<Picture> pictures() {
        var steps = numbers(50, i -> i);
        var sizes = numbers(12, i -> StrictMath.pow(10, -i));
        var few = DoubleLists.immutable.with(1, 2, 3);
        var some = numbers(200, i -> StrictMath.sin(i));
        var names = Lists.immutable.with("circle <&>", "square", "neither");
        var labels = Indices.of(IntStream.range(0, 30).map(i -> i % 3).toArray());
        var points = Interval.zeroTo(2)
                .collect(i -> new Points(names.get(i), few, few))
                .toImmutableList();
        return Lists.immutable.with(
                LineChart.of(new Curve("a", steps, numbers(50, i -> 50 - i), steps))
                        .axes("step", "loss")
                        .picture("bands"),
                LineChart.of(
                                new Curve("one", sizes, sizes),
                                new Curve("two", sizes, numbers(12, i -> StrictMath.pow(100, -i))))
                        .axes("step h", "error")
                        .logarithmicX()
                        .logarithmicY()
                        .picture("logarithmic"),
                LineChart.of(new Curve("a", few, few))
                        .axes("epoch", "loss")
                        .logarithmicY()
                        .picture("decay"),
                LineChart.of(Interval.oneTo(9).collect(run -> new Curve("run number " + run, few, few)))
                        .axes("epoch", "accuracy")
                        .picture("many"),
                LineChart.of(
                                new Curve("whole", steps, steps).drawnBroad(),
                                new Curve("broken", steps, numbers(50, i -> i < 30 ? i : Double.NaN)))
                        .axes("epoch", "loss")
                        .picture("broken"),
                Histogram.of(new Values("first", some), new Values("second", steps))
                        .bins(20)
                        .axes("weight", "count")
                        .picture("histogram"),
                BarChart.of(names, new Values("test", few))
                        .axes("depth", "accuracy")
                        .picture("bars"),
                ScatterChart.of(points).picture("scatter"),
                HeatMap.of(names, ConfusionMatrix.of(labels, labels, 3)).picture("confusion"),
                HeatMap.of(Tensor.of(new double[][] {{-1, 0.5}, {0.25, 1}}))
                        .rows(Lists.immutable.with("first", "second"))
                        .decimals(2)
                        .diverging()
                        .picture("heat-map"),
                DecisionRegions.of(
                                Window.around(4),
                                cells -> Indices.of(
                                        IntStream.range(0, 100).map(i -> i % 3).toArray()))
                        .cells(10)
                        .points(points)
                        .picture("regions"),
                ContourPlot.of(Window.around(4), (x, y) -> x * x + y)
                        .levels(numbers(9, i -> i))
                        .paths(new Points("path", few, few))
                        .picture("contours"),
                ImageGrid.gray(Tensor.of(new double[][] {{0, 1, 0.5, 0}}), 2, 2)
                        .captions(Lists.immutable.with("0 as <1>"))
                        .picture("gray"),
                ImageGrid.colored(Tensor.of(new double[][] {{0, 1, 2, 3, 4, 5}}), 1, 2)
                        .eachItsOwnRange()
                        .picture("colors"));
    }

    /** A report with all pictures. */
    public static Report report() {
        var wide = Interval.oneTo(30).collect(i -> "column " + i).toImmutableList();
        Report report = new Report("Gallery", "Every kind of picture.")
                .section("Text")
                .text("A paragraph with an_uncommonly_long_name_that_does_not_fit_into_the_width_of_a"
                        + "_telephone_at_all.")
                .listing("a line of program text that is much longer than a telephone is wide, so that it"
                        + " has to scroll\n")
                .table(new Table(wide, Lists.immutable.with(wide)), "A wide table.")
                .section("Pictures");
        pictures().forEach(picture -> report.picture(picture, "A picture called " + picture.name() + "."));
        return report.section("End").subsection("Part").text("The end.").footer("Now.");
    }
}
