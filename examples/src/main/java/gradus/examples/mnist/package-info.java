/** A softplus network that reads handwritten digits. */
@NullMarked
package gradus.examples.mnist;

import org.jspecify.annotations.NullMarked;
