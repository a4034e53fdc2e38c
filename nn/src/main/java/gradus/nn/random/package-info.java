/**
 * NumPy's random numbers: the same seed gives the same numbers as in Python. For programs of one's
 * own, {@link gradus.autodiff.Randomness}.
 */
@NullMarked
package gradus.nn.random;

import org.jspecify.annotations.NullMarked;
