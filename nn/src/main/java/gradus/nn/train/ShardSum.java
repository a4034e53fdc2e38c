package gradus.nn.train;

import gradus.autodiff.Gradients;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What some shards of a step come to: the sum of their losses and of their gradients, each times the
 * part of the batch that the shard is, and what was evaluated, in the order of the shards.
 */
record ShardSum(double loss, Gradients gradients, ImmutableList<Evaluated> evaluated) {
    /** The sum of these shards and those that follow. */
    ShardSum plus(ShardSum next) {
        return new ShardSum(loss + next.loss, gradients.plus(next.gradients), evaluated.newWithAll(next.evaluated));
    }

    /** The same sum, for longer than the scope in which it was computed. */
    ShardSum keep() {
        return new ShardSum(loss, gradients.keep(), evaluated.collect(Evaluated::keep));
    }
}
