/** Assignment B: softmax regression on handwritten digits. */
@NullMarked
package gradus.examples.softmax;

import org.jspecify.annotations.NullMarked;
