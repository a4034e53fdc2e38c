/** Layers and training. */
@NullMarked
package gradus.nn;

import org.jspecify.annotations.NullMarked;
