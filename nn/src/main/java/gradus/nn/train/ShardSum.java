package gradus.nn.train;

import gradus.autodiff.Gradients;

/**
 * What some shards of a step come to: the sum of their losses and of their gradients, each times the
 * part of the batch that the shard is.
 */
record ShardSum(double loss, Gradients gradients) {
    /** The sum of these shards and those that follow. */
    ShardSum plus(ShardSum next) {
        return new ShardSum(loss + next.loss, gradients.plus(next.gradients));
    }

    /** The same sum, for longer than the scope in which it was computed. */
    ShardSum keep() {
        return new ShardSum(loss, gradients.keep());
    }
}
