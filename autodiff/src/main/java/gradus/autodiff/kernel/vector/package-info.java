/**
 * Loops on the Vector API, and their warm-up: until the compiler has taken up a loop, its plain
 * twin works.
 *
 * <p>Only this package and that of the matrix product use the incubator. They may touch the
 * contracts, the formulas, the threads and the plain loops.
 */
@NullMarked
package gradus.autodiff.kernel.vector;

import org.jspecify.annotations.NullMarked;
