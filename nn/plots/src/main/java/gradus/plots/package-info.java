/**
 * Plots as {@linkplain gradus.nn.report.Picture pictures} for reports and files: {@link
 * gradus.plots.LineChart}, {@link gradus.plots.ScatterChart}, {@link gradus.plots.BarChart}, {@link
 * gradus.plots.Histogram}, {@link gradus.plots.HeatMap}, {@link gradus.plots.ContourPlot}, {@link
 * gradus.plots.DecisionRegions}, {@link gradus.plots.ImageGrid}.
 */
@NullMarked
package gradus.plots;

import org.jspecify.annotations.NullMarked;
