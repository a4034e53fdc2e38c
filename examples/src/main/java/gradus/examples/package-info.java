/** One program per assignment. */
@NullMarked
package gradus.examples;

import org.jspecify.annotations.NullMarked;
