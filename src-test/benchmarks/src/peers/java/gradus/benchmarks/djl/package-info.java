/** The workloads on DJL with the PyTorch engine, compiled in the profile {@code peers} only. */
@NullMarked
package gradus.benchmarks.djl;

import org.jspecify.annotations.NullMarked;
