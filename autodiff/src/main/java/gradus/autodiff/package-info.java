/** Tensors, operators and their derivatives. */
@NullMarked
package gradus.autodiff;

import org.jspecify.annotations.NullMarked;
