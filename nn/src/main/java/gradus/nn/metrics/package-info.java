/** How well a model does. */
@NullMarked
package gradus.nn.metrics;

import org.jspecify.annotations.NullMarked;
