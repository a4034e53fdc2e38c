/** Losses of what a model predicts and what it should predict, and penalties on its parameters. */
@NullMarked
package gradus.nn.loss;

import org.jspecify.annotations.NullMarked;
