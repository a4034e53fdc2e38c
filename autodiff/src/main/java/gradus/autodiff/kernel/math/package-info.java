/**
 * Formulas of one number, or of a few, written once: the elementary functions, their derivatives,
 * and the coefficients that they need.
 *
 * <p>A formula is a straight line of exact operations, so every machine gives the same bits. The
 * build reads these classes and derives the loops over arrays. Nothing here knows of arrays,
 * threads or vectors: it may touch the JDK alone.
 */
@NullMarked
package gradus.autodiff.kernel.math;

import org.jspecify.annotations.NullMarked;
