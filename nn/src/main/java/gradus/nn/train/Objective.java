package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;

/**
 * What training makes small: a number for what a model gives for a batch, such as {@code (y, batch)
 * -> new CrossEntropy().mean(y, batch.labels())}. Further outputs of a model with several are in
 * {@code batch.outputs()}.
 */
@FunctionalInterface
public interface Objective {
    /** The loss, a single number, of the model's main output for the inputs of the batch. */
    Tensor of(Tensor output, Batch batch);
}
