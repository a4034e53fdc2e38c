/** Loops over arrays. */
@NullMarked
package gradus.autodiff.kernel;

import org.jspecify.annotations.NullMarked;
