/**
 * What training costs: workloads described once, done by each {@link gradus.benchmarks.Engine},
 * timed by JMH or in cold processes, and put on the page {@code docs/benchmarks.md}.
 */
@NullMarked
package gradus.benchmarks;

import org.jspecify.annotations.NullMarked;
