/**
 * Loops in plain Java: elementwise functions, reductions, softmax, movement, indexing and the steps
 * of optimizers.
 *
 * <p>They run everywhere, and say what every other implementation must give to the last bit. They
 * may touch the contracts, the formulas and the threads.
 */
@NullMarked
package gradus.autodiff.kernel.scalar;

import org.jspecify.annotations.NullMarked;
