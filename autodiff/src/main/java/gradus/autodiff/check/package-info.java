/**
 * The gradient checker: derivatives by the operators' rules beside differences of the function, on
 * the public API of {@link gradus.autodiff} alone. Start with {@link
 * gradus.autodiff.check.GradientCheck}.
 */
@NullMarked
package gradus.autodiff.check;

import org.jspecify.annotations.NullMarked;
