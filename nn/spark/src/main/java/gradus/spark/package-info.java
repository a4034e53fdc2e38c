/**
 * Training on the processes of an Apache Spark cluster, with the bits of one process.
 *
 * <p>Start with {@link gradus.spark.DataParallel}; for many trainings, each on one of the processes,
 * with {@link gradus.spark.SparkTrials}; for tables, with {@link gradus.spark.Columns} and {@link
 * gradus.spark.Predictor}.
 */
@NullMarked
package gradus.spark;

import org.jspecify.annotations.NullMarked;
