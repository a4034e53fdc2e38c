package gradus.nn.train;

import gradus.autodiff.Tensor;

/**
 * As {@link Metric}, for examples with targets instead of labels: {@code (y, targets) ->
 * RegressionErrors.of(y, targets).meanAbsolute()}.
 */
@FunctionalInterface
public interface TargetMetric {
    /** The metric of the model's outputs {@code [n, ...]} and the targets {@code [n, ...]}. */
    double of(Tensor outputs, Tensor targets);
}
