/** Assignment C: gradient descent on a surface, and networks that tell small digits from large ones. */
@NullMarked
package gradus.examples.digits;

import org.jspecify.annotations.NullMarked;
