/** Laws that hold for every operator: checked against a reference of its own, to third order. */
@NullMarked
package gradus.laws;

import org.jspecify.annotations.NullMarked;
