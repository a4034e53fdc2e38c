/** The workloads as a user of rapaio writes them. */
@NullMarked
package gradus.benchmarks.rapaio;

import org.jspecify.annotations.NullMarked;
