/** Tensors, operators, the recorded graph and derivatives of any order. */
@NullMarked
package gradus.autodiff;

import org.jspecify.annotations.NullMarked;
