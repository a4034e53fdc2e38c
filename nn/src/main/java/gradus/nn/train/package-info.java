/** Training: the loop, its progress, history and checkpoints, what went wrong, and many runs side by side. */
@NullMarked
package gradus.nn.train;

import org.jspecify.annotations.NullMarked;
