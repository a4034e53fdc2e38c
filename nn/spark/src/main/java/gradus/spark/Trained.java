package gradus.spark;

import gradus.nn.Layer;
import gradus.nn.train.History;

/**
 * What a training on a cluster came to.
 *
 * @param model with the values that it keeps
 * @param history how it went
 * @param attempts how often it was submitted: 1 if nothing failed
 * @param bytesSent by all workers in the last attempt, for sums and checks
 */
public record Trained<L extends Layer>(L model, History history, int attempts, long bytesSent) {}
