/**
 * How large loops share the cores, and how large arrays are used again. It may touch the settings
 * alone.
 */
@NullMarked
package gradus.autodiff.kernel.threads;

import org.jspecify.annotations.NullMarked;
