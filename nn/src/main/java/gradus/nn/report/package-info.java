/** What a run found, to be looked at. */
@NullMarked
package gradus.nn.report;

import org.jspecify.annotations.NullMarked;
