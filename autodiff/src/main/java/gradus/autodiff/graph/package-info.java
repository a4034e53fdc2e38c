/**
 * A recorded graph to look at: text, drawings, cost, and the trace of its reverse sweep, on the
 * public API of {@link gradus.autodiff} alone. Start with {@link gradus.autodiff.graph.Graph}.
 */
@NullMarked
package gradus.autodiff.graph;

import org.jspecify.annotations.NullMarked;
