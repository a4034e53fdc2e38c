package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.knowm.xchart.CategoryChart;

/**
 * For each category, a bar for each of the series.
 *
 * {@snippet lang = java :
 * ImmutableList<String> layers = Lists.immutable.with("2", "3", "4");
 * Picture depths = BarChart.of(layers, Values.of("test", 91.5, 93.1, 92.8))
 *         .axes("layers", "accuracy (%)")
 *         .picture("depths");
 * }
 */
public final class BarChart extends Plot<BarChart> {
    private final ImmutableList<String> categories;
    private final ImmutableList<Values> series;

    private BarChart(Axes axes, ImmutableList<String> categories, ImmutableList<Values> series) {
        super(axes);
        this.categories = categories;
        this.series = series;
    }

    /**
     * Bars from 0.
     *
     * @param categories from left to right
     * @param series finite values, up to 10¹⁵, one for each category
     * @throws ArgumentException if there is no series or no category, two have the same name, there
     *     is not a value for each category, or one is not finite
     */
    public static BarChart of(ImmutableList<String> categories, Values... series) {
        ImmutableList<Values> all = Lists.immutable.with(series);
        Requirements.requireDistinct("BarChart", "series", all.collect(Values::name));
        Requirements.requireDistinct("BarChart", "categories", categories);
        all.forEach(each -> {
            require(
                    each.values().size() == categories.size(),
                    "BarChart",
                    "a value of " + each.name() + " for each of " + categories.size() + " categories",
                    each.values().size(),
                    "");
            Requirements.requireDrawable("bars of " + each.name(), each.values().toArray());
        });
        return new BarChart(Axes.titled("", ""), categories, all);
    }

    @Override
    BarChart over(Axes other) {
        return new BarChart(other, categories, series);
    }

    @Override
    CategoryChart chart() {
        CategoryChart chart = ChartStyle.titled(new CategoryChart(axes.width(), axes.height(), ChartStyle.THEME), axes);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        series.forEachWithIndex((each, i) -> chart.addSeries(
                        each.name(),
                        categories.castToList(),
                        each.values().collect(value -> (Number) value).castToList())
                .setFillColor(Palette.series(i)));
        return chart;
    }
}
