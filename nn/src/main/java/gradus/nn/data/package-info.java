/** Data sets, their files, and batches of them. */
@NullMarked
package gradus.nn.data;

import org.jspecify.annotations.NullMarked;
