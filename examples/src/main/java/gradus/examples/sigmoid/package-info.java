/** Assignment A: sigmoid networks, from a pass by hand to 98 % on MNIST. */
@NullMarked
package gradus.examples.sigmoid;

import org.jspecify.annotations.NullMarked;
