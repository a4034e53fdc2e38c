/**
 * The contract between operators and machine: loops over plain arrays, which implementation of them
 * runs, and the settings. Not meant for users.
 *
 * <p>The loops themselves are in rooms: {@code math} holds formulas, {@code scalar} plain loops,
 * {@code vector} those on the Vector API, {@code product} the matrix product, {@code threads} what
 * shares the cores and the memory. Contracts and settings know nothing of the rooms; what is made
 * of the rooms, the kernels and their choice, is here.
 */
@NullMarked
package gradus.autodiff.kernel;

import org.jspecify.annotations.NullMarked;
