package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedBuffer;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.tuple.Pair;
import org.jspecify.annotations.Nullable;

/** What the settings of a trainer have to be. */
final class TrainerRules {
    private TrainerRules() {}

    /** A count, if it is 1 or more. */
    static int requireOne(String need, int value) {
        if (value < 1) {
            throw new ArgumentException("Trainer", need, value + "", "");
        }
        return value;
    }

    /** A validation set, if there are examples in it. */
    static Dataset requireExamples(Dataset data) {
        if (data.size() == 0) {
            throw new ArgumentException("Trainer.validation", "at least one example", "none", "");
        }
        return data;
    }

    /** Refuses a schedule beside a rule that lowers the rate by itself. */
    static void requireOneOfBoth(boolean alone) {
        if (!alone) {
            throw new ArgumentException(
                    "Trainer",
                    "a schedule or onPlateau",
                    "both",
                    "a schedule sets the rate of each step, so that lowering it has no effect");
        }
    }

    /** Refuses a rule for another optimizer than the trainer's. */
    static void requireOptimizer(OnPlateau rule, Optimizer optimizer) {
        if (!rule.optimizer().equals(optimizer)) {
            throw new ArgumentException(
                    "Trainer.onPlateau",
                    "a rule for the optimizer of the trainer",
                    "one for another",
                    "give both the same object: OnPlateau.of(optimizer)");
        }
    }

    /** Refuses processes that have nothing to do. */
    static void requireShards(Shards shards) {
        if (shards.group().size() > shards.count()) {
            throw new ArgumentException(
                    "Trainer.group",
                    "a shard or more for each of " + shards.group().size() + " processes",
                    GradusException.counted(shards.count(), "shard"),
                    "shards(" + shards.group().size() + ") or more, the same number in every run that is to give the"
                            + " same bits");
        }
    }

    /** A loss, if it is a single number. */
    static Tensor requireNumber(@Nullable Tensor loss) {
        if (loss == null) {
            throw new ArgumentException("Trainer", "a loss from the objective", "null", "");
        }
        if (loss.shape().size() != 1) {
            throw new ShapeException(
                    "Trainer", "a loss that is a single number", loss.shape() + "", "reduce it with mean() or sum()");
        }
        return loss;
    }

    /** Refuses a data set in more or fewer parts than there are shards. */
    static void requireParts(ShardedDataset data, Shards shards) {
        if (data.count() != shards.count()) {
            throw new ArgumentException(
                    "Trainer.train",
                    "a shard for each part of " + data,
                    GradusException.counted(shards.count(), "shard"),
                    "shards(" + data.count() + ")");
        }
    }

    /** Refuses a model whose buffers a step has changed: each process of a group has seen other examples. */
    static void requireSameBuffers(Model model, ImmutableList<Tensor> before) {
        ImmutableList<NamedBuffer> changed = model.namedBuffers()
                .zip(before)
                .reject(pair -> pair.getOne().buffer().value().equals(pair.getTwo()))
                .collect(Pair::getOne);
        if (changed.notEmpty()) {
            throw new ArgumentException(
                    "Trainer.group",
                    "buffers that training leaves alone",
                    changed.makeString() + ", changed by a step",
                    "each process sees other examples: LayerNorm keeps no statistics as BatchNorm does");
        }
    }
}
