/**
 * Plots as {@linkplain gradus.nn.report.Picture pictures} for reports and files: {@link
 * gradus.plots.Charts}, {@link gradus.plots.Planes}, {@link gradus.plots.ImageSheet}.
 */
@NullMarked
package gradus.plots;

import org.jspecify.annotations.NullMarked;
