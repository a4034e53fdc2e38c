/** Assignment D: a softplus network that classifies points in the plane. */
@NullMarked
package gradus.examples.softplus;

import org.jspecify.annotations.NullMarked;
