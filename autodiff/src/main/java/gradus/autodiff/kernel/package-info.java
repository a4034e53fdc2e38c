/** Loops over plain arrays: what the operators of {@code gradus.autodiff} compute with. Not meant for users. */
@NullMarked
package gradus.autodiff.kernel;

import org.jspecify.annotations.NullMarked;
