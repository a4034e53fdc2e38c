/**
 * Training on the processes of an Apache Spark cluster, with the bits of one process.
 *
 * <p>Start with {@link gradus.spark.DataParallel}; for many trainings, each on one of the processes,
 * with {@link gradus.spark.SparkTrials}.
 */
@NullMarked
package gradus.spark;

import org.jspecify.annotations.NullMarked;
