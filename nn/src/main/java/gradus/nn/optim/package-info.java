/** Optimizers: what changes a model's parameters, given the gradients of a loss. */
@NullMarked
package gradus.nn.optim;

import org.jspecify.annotations.NullMarked;
