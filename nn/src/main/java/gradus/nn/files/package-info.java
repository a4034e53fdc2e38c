/** Files of models and tensors, and what is wrong with one that cannot be read. */
@NullMarked
package gradus.nn.files;

import org.jspecify.annotations.NullMarked;
