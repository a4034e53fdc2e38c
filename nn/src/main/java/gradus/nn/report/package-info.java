/**
 * What a run found, to be looked at: a {@link gradus.nn.report.Report} of texts, {@link
 * gradus.nn.report.Table tables} and {@link gradus.nn.report.Picture pictures} as one HTML file,
 * {@link gradus.nn.report.Figures} beside those of others, and {@link gradus.nn.report.GraphDrawing
 * drawings} of recorded graphs.
 */
@NullMarked
package gradus.nn.report;

import org.jspecify.annotations.NullMarked;
