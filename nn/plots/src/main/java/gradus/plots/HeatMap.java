package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.metrics.ConfusionMatrix;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.style.Styler;

/**
 * A matrix as colored cells, with a color bar. The first row is at the top.
 *
 * {@snippet lang = java :
 * Picture scores = HeatMap.of(Tensor.of(new double[][] {{0.2, 0.9}, {0.7, 0.4}}))
 *         .rows(Lists.immutable.with("rate 0.1", "rate 1"))
 *         .columns(Lists.immutable.with("batch 10", "batch 100"))
 *         .decimals(1)
 *         .picture("scores");
 * Picture confusion = HeatMap.of(classes, counts).picture("confusion");
 * }
 */
public final class HeatMap extends Plot<HeatMap> {
    private static final int MOST_CELLS = 250_000;

    /** So many can be read, and drawn in a moment. */
    private static final int MOST_NUMBERS = 2_500;

    private static final int FEW_NAMES = 20;
    private static final String COUNTS = "#";

    /** For names, titles and the color bar. */
    private static final int MARGIN_ACROSS = 200;

    private static final int MARGIN_UP = 170;
    private static final int NAME_HEIGHT = 16;

    /** For XChart where an image has the cells: one below it. */
    private static final List<Number[]> NONE = Collections.singletonList(new Number[] {0, 0, 0});

    /** The part of the plot's width that cells fill; images fill all of it. */
    private static final double CONTENT = 0.92;

    private final double[][] cells;
    private final ImmutableList<String> rows;
    private final ImmutableList<String> columns;
    private final Colors colors;

    /**
     * How numbers become colors and texts.
     *
     * @param low the number of the lightest color, or of the other deep color if there are two
     * @param pattern of the numbers in the cells; none are shown if it is empty
     */
    private record Colors(double low, double high, boolean diverging, String pattern) {
        /** A single number is in the middle: there is no color bar without a length. */
        static Colors between(double low, double high) {
            double reach = low < high ? 0 : Math.max(1, Math.abs(low));
            return new Colors(low - reach, high + reach, false, "");
        }

        boolean areCounts() {
            return pattern.equals(COUNTS);
        }

        /** An end of the color bar, as its label: to a hundredth of the bar, or a whole count. */
        double end(double number) {
            int digits = 2 - (int) Math.floor(StrictMath.log10(high - low));
            return areCounts()
                    ? number
                    : new BigDecimal(number)
                            .setScale(digits, RoundingMode.HALF_EVEN)
                            .doubleValue();
        }

        /** As XChart has it for the color bar. */
        int of(double number) {
            Color[] range = range();
            double part = Math.clamp((number - low) / (high - low), 0, 1) * (range.length - 1);
            int from = Math.min((int) part, range.length - 2);
            double rest = part - from;
            return new Color(
                            between(range[from].getRed(), range[from + 1].getRed(), rest),
                            between(range[from].getGreen(), range[from + 1].getGreen(), rest),
                            between(range[from].getBlue(), range[from + 1].getBlue(), rest))
                    .getRGB();
        }

        private static int between(int from, int to, double part) {
            return (int) Math.round(from + part * (to - from));
        }

        Color[] range() {
            return diverging
                    ? new Color[] {Palette.DEEPEST_BELOW, Palette.LIGHTEST, Palette.DEEPEST}
                    : new Color[] {Palette.LIGHTEST, Palette.DEEPEST};
        }
    }

    private HeatMap(
            Axes axes, double[][] cells, ImmutableList<String> rows, ImmutableList<String> columns, Colors colors) {
        super(axes);
        this.cells = cells;
        this.rows = rows;
        this.columns = columns;
        this.colors = colors;
    }

    /**
     * The cells of a matrix {@code [rows, columns]}, from its least number, light, to its largest,
     * dark.
     *
     * @throws ArgumentException if it has another rank or no cell, more than 250,000 of them, or one
     *     is not finite
     */
    public static HeatMap of(Tensor matrix) {
        require(matrix.shape().rank() == 2, "HeatMap", "a matrix [rows, columns]", matrix.shape(), "reshape it");
        int rows = Math.toIntExact(matrix.shape().dim(0));
        int columns = Math.toIntExact(matrix.shape().dim(1));
        long count = (long) rows * columns;
        require(count >= 1 && count <= MOST_CELLS, "HeatMap", "1 to " + MOST_CELLS + " cells", matrix.shape(), "");
        double[] numbers = matrix.toDoubleArray();
        var all = DoubleLists.immutable.with(numbers);
        Requirements.requireFinite("HeatMap", numbers);
        double[][] cells = IntStream.range(0, rows)
                .mapToObj(row -> Arrays.copyOfRange(numbers, row * columns, (row + 1) * columns))
                .toArray(double[][]::new);
        Axes own = Axes.titled("column", "row").withSize(0, 0);
        return new HeatMap(own, cells, places(rows), places(columns), Colors.between(all.min(), all.max()));
    }

    /**
     * A confusion matrix, from 0 on; the first class is in the top row. The counts stand in the
     * cells, up to 50 classes.
     *
     * @throws ArgumentException if there is not a name of its own for each class, or there are more
     *     than 500
     */
    public static HeatMap of(ImmutableList<String> classes, ConfusionMatrix confusion) {
        requireNames("classes", classes, confusion.classes());
        long cells = (long) classes.size() * classes.size();
        require(cells <= MOST_CELLS, "HeatMap", "a confusion matrix of at most 500 classes", classes.size(), "");
        double[][] counts = IntStream.range(0, confusion.classes())
                .mapToObj(truth -> IntStream.range(0, confusion.classes())
                        .mapToDouble(predicted -> confusion.count(truth, predicted))
                        .toArray())
                .toArray(double[][]::new);
        double most =
                Arrays.stream(counts).flatMapToDouble(Arrays::stream).max().orElse(0);
        Axes own = Axes.titled("predicted class", "true class").withSize(0, 0);
        String pattern = cells <= MOST_NUMBERS ? COUNTS : "";
        return new HeatMap(own, counts, classes, classes, new Colors(0, Math.max(1, most), false, pattern));
    }

    private static ImmutableList<String> places(int count) {
        return Interval.zeroTo(count - 1).collect(String::valueOf).toImmutableList();
    }

    private static void requireNames(String things, ImmutableList<String> names, int count) {
        Requirements.requireDistinct("HeatMap", things, names);
        require(names.size() == count, "HeatMap", "names for " + count + " " + things, names.size(), "");
    }

    /**
     * With names for the rows, from the top.
     *
     * @throws ArgumentException if there is not a name of its own for each
     */
    public HeatMap rows(ImmutableList<String> names) {
        requireNames("rows", names, cells.length);
        return new HeatMap(axes, cells, names, columns, colors);
    }

    /**
     * With names for the columns, from the left.
     *
     * @throws ArgumentException if there is not a name of its own for each
     */
    public HeatMap columns(ImmutableList<String> names) {
        requireNames("columns", names, cells[0].length);
        return new HeatMap(axes, cells, rows, names, colors);
    }

    /**
     * With colors for this range; what is outside has the color of the nearer end.
     *
     * @throws ArgumentException if the ends are not finite, or not in this order
     */
    public HeatMap range(double low, double high) {
        Requirements.requireFinite("range of " + kind(), low, high);
        require(low < high, kind(), "a range from low to high", low + " to " + high, "");
        HeatMap map = new HeatMap(axes, cells, rows, columns, new Colors(low, high, false, colors.pattern));
        return colors.diverging ? map.diverging() : map;
    }

    /**
     * With two colors, for numbers below and above 0, which is light. The color bar reaches as far
     * below 0 as above.
     */
    public HeatMap diverging() {
        double reach = Math.max(Math.abs(colors.low), Math.abs(colors.high));
        return new HeatMap(axes, cells, rows, columns, new Colors(-reach, reach, true, colors.pattern));
    }

    /**
     * With its number in each cell, with so many digits after the point.
     *
     * @throws ArgumentException if these are not 0 to 9, or there are more than 2,500 cells
     */
    public HeatMap decimals(int digits) {
        require(digits >= 0 && digits <= 9, kind(), "0 to 9 digits after the point", digits, "");
        int numbers = rows.size() * columns.size();
        require(numbers <= MOST_NUMBERS, kind(), "at most 2500 cells with numbers", numbers, "leave decimals(...) out");
        String pattern = digits == 0 ? "0" : "0." + "0".repeat(digits);
        return new HeatMap(axes, cells, rows, columns, new Colors(colors.low, colors.high, colors.diverging, pattern));
    }

    @Override
    HeatMap over(Axes other) {
        return new HeatMap(other, cells, rows, columns, colors);
    }

    @Override
    HeatMapChart chart() {
        int height = axes.height() > 0 ? axes.height() : MARGIN_UP + cell(40, rows.size()) * rows.size();
        int width =
                axes.width() > 0 ? axes.width() : MARGIN_ACROSS + cell(nameWidth(), columns.size()) * columns.size();
        boolean raster = colors.pattern.isEmpty();
        HeatMapChart chart = ChartStyle.titled(
                raster ? new RasterHeatMap(width, height, image()) : new HeatMapChart(width, height, ChartStyle.THEME),
                axes);
        chart.getStyler().setPlotContentSize(raster ? 1 : CONTENT);
        chart.getStyler()
                .setShowValue(!colors.pattern.isEmpty())
                .setHeatMapValueDecimalPattern(colors.pattern)
                .setValueFontColor(Palette.INK_ON_COLOR)
                .setValueFont(Palette.font(14))
                .setRangeColors(colors.range())
                .setMin(colors.end(colors.low))
                .setMax(colors.end(colors.high))
                .setGradientColorColumnHeight(height - 130)
                .setGradientColorColumnWeight(20)
                .setPlotGridLinesVisible(false)
                // so small that every name is shown, unless they would not have their places
                .setXAxisTickMarkSpacingHint(nameWidth() * columns.size() <= width - MARGIN_ACROSS ? 10 : 60)
                .setYAxisTickMarkSpacingHint(NAME_HEIGHT * rows.size() <= height - MARGIN_UP ? 10 : 40)
                .setDecimalPattern(colors.areCounts() ? "0" : "0.####")
                .setLegendVisible(true)
                .setLegendBackgroundColor(Palette.PAPER)
                .setLegendFont(Palette.font(14))
                .setLegendBorderColor(Palette.PAPER)
                .setLegendPosition(Styler.LegendPosition.OutsideE)
                .setLegendLayout(Styler.LegendLayout.Vertical);
        chart.addSeries("cells", columns.castToList(), rows.toReversed().castToList(), raster ? NONE : numbers());
        return chart;
    }

    /** So large that names and numbers have their place, or smaller if all would not have theirs. */
    private static int cell(int wanted, int count) {
        return count <= FEW_NAMES ? wanted : Math.max(1, FEW_NAMES * 24 / count);
    }

    private int nameWidth() {
        return Math.max(40, 8 * columns.collectInt(String::length).max() + 16);
    }

    /** A pixel for each cell. */
    private BufferedImage image() {
        return Backdrop.image(
                columns.size(), rows.size(), (column, row) -> colors.of(cells[rows.size() - 1 - row][column]));
    }

    /** Column, row and number of each cell; XChart counts rows from the bottom. */
    private List<Number[]> numbers() {
        return IntStream.range(0, rows.size())
                .boxed()
                .flatMap(row -> IntStream.range(0, columns.size())
                        .mapToObj(column -> new Number[] {column, rows.size() - 1 - row, cells[row][column]}))
                .toList();
    }
}
