/**
 * Networks as estimators of Spark ML: for its pipelines, its validators and its evaluators.
 *
 * <p>Start with {@link gradus.spark.ml.GradusClassifier} or {@link gradus.spark.ml.GradusRegressor}.
 */
@NullMarked
package gradus.spark.ml;

import org.jspecify.annotations.NullMarked;
