/** Convolutional networks that read digits and name what is on small color images. */
@NullMarked
package gradus.examples.lenet;

import org.jspecify.annotations.NullMarked;
