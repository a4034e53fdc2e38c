/** What all programs have in common: options, progress, plots, report and output folder. */
@NullMarked
package gradus.examples.shared;

import org.jspecify.annotations.NullMarked;
