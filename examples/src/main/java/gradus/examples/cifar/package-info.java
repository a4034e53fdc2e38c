/** Assignment E: two-layer and deeper networks on CIFAR-10. */
@NullMarked
package gradus.examples.cifar;

import org.jspecify.annotations.NullMarked;
