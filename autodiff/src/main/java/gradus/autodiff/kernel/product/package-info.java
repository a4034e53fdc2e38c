/**
 * The matrix product: blocks that suit the caches, packing, and tiles that stay in registers. Its
 * reasons are in {@code docs/decisions/0009-matrix-product.md}.
 *
 * <p>It may touch the contracts and the threads, and of the vector loops how wide vectors are and
 * how a loop warms up.
 */
@NullMarked
package gradus.autodiff.kernel.product;

import org.jspecify.annotations.NullMarked;
