/** Tables with gaps, words and dates: a regression and a classification, served in another process. */
@NullMarked
package gradus.examples.table;

import org.jspecify.annotations.NullMarked;
