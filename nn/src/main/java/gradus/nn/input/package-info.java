/** Layers that prepare what comes in: their statistics and words are saved with the model. */
@NullMarked
package gradus.nn.input;

import org.jspecify.annotations.NullMarked;
