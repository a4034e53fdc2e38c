package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.awt.image.BufferedImage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plane in the colors of the classes that a classifier gives, with points of each class.
 *
 * {@snippet lang = java :
 * Picture regions = DecisionRegions.of(
 *                 Window.around(8), points -> model.forward(points.to(DType.F32)).argMax(-1))
 *         .points(Points.byClass(Lists.immutable.with("ring", "cloud"), dataset))
 *         .picture("regions");
 * }
 */
public final class DecisionRegions extends Plot<DecisionRegions> {
    private static final double OPACITY = 0.25;

    private final Window window;
    private final Function<Tensor, Indices> classifier;
    private final int cells;
    private final ImmutableList<Points> classes;

    private DecisionRegions(
            Axes axes, Window window, Function<Tensor, Indices> classifier, int cells, ImmutableList<Points> classes) {
        super(axes);
        this.window = window;
        this.classifier = classifier;
        this.cells = cells;
        this.classes = classes;
    }

    /**
     * The regions of a classifier, on a grid of 100 times 100 cells.
     *
     * @param classifier gives each of the points {@code [n, 2]}, of type F64, its class from 0; asked
     *     once for each picture
     */
    public static DecisionRegions of(Window window, Function<Tensor, Indices> classifier) {
        Axes square = Axes.titled("x", "y").withSize(ChartStyle.WIDTH, ChartStyle.WIDTH);
        return new DecisionRegions(square, window, classifier, 100, Lists.immutable.empty());
    }

    /**
     * With so many cells on a side.
     *
     * @throws ArgumentException if these are not 1 to 2,000
     */
    public DecisionRegions cells(int side) {
        Window.requireSide(side);
        return new DecisionRegions(axes, window, classifier, side, classes);
    }

    /**
     * With these points, those of class 0 first; {@link Points#byClass} parts a data set.
     *
     * @throws ArgumentException if there is none, or two have the same name
     */
    public DecisionRegions points(Iterable<Points> newClasses) {
        ImmutableList<Points> all = Lists.immutable.withAll(newClasses);
        Requirements.requireDistinct(kind(), "groups of points", all.collect(Points::name));
        return new DecisionRegions(axes, window, classifier, cells, all);
    }

    /** As {@link #points(Iterable)}. */
    public DecisionRegions points(Points... newClasses) {
        return points(Lists.immutable.with(newClasses));
    }

    @Override
    DecisionRegions over(Axes other) {
        return new DecisionRegions(other, window, classifier, cells, classes);
    }

    @Override
    XYChart chart() {
        Indices labels = classifier.apply(window.midpoints(cells));
        requireClasses(labels);
        BufferedImage image = Backdrop.image(cells, cells, (column, row) -> {
            int label = labels.get(row * cells + column);
            return Palette.veil(Palette.series(label), OPACITY).getRGB();
        });
        XYChart chart = ChartStyle.plane(axes, window);
        ChartStyle.addBackdrop(chart, window, (graphics, place) -> Backdrop.fit(graphics, image, place));
        classes.forEachWithIndex((points, label) -> {
            if (points.x().notEmpty()) {
                ScatterChart.add(chart, points, label).setMarker(SeriesMarkers.CIRCLE);
            }
        });
        if (classes.allSatisfy(points -> points.x().isEmpty())) {
            ChartStyle.addUnseen(chart, window);
        }
        chart.getStyler().setMarkerSize(4);
        return chart;
    }

    private void requireClasses(@Nullable Indices labels) {
        if (labels == null) {
            throw new ArgumentException(kind(), "classes from the classifier", "null", "");
        }
        require(
                labels.shape().size() == (long) cells * cells,
                kind(),
                "a class for each of " + cells * cells + " points",
                labels.shape(),
                "argMax(-1) of scores [n, classes]");
        int least = IntStream.range(0, cells * cells).map(labels::get).min().orElse(0);
        require(least >= 0, kind(), "classes from 0", least, "");
    }
}
