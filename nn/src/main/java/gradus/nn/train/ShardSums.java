package gradus.nn.train;

import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.data.Batch;
import gradus.nn.train.ShardTree.Part;
import gradus.nn.train.ShardTree.Sent;
import java.util.function.IntFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Sums over the shards of each step of a run, which are added in a {@link ShardTree}, in one process
 * or in many with the same bits. What layers draw for a shard comes from the random numbers of the
 * step and the shard's number alone.
 */
final class ShardSums {
    private final Shards shards;
    private final ProcessGroup group;
    private final ShardTree tree;
    private final ImmutableList<Sent> sent;
    private final ImmutableList<Integer> children;
    private final SumMessage message;
    private final Scope scope = new Scope();

    /** What is done with one shard. */
    @FunctionalInterface
    interface Work {
        /** What it comes to, of examples that are this part of the batch. */
        ShardSum of(Batch shard, Mode mode, double part);
    }

    /**
     * For a run.
     *
     * @param parameters whose gradients are exchanged
     */
    ShardSums(Shards shards, ImmutableList<Parameter> parameters) {
        this.shards = shards;
        this.group = shards.group();
        this.tree = new ShardTree(shards.count(), group.size());
        this.sent = tree.sent(group.rank());
        this.children = tree.children(group.rank());
        this.message = new SumMessage(parameters);
    }

    /** The sum over all shards of a step, of which each draws from random numbers of its own. */
    ShardSum sum(StepExamples examples, Randomness random, Work work) {
        if (shards.count() == 1) {
            return sum(examples, _ -> Mode.training(random), work);
        }
        Randomness ofStep = random.split();
        MutableList<Mode> modes = Lists.mutable.empty();
        for (int shard = 0; shard < shards.count(); shard++) {
            modes.add(Mode.training(ofStep.split()));
        }
        return sum(examples, modes::get, work);
    }

    /**
     * The sum over all shards that have examples. The first of a process runs where this is called,
     * so that it can be looked at afterwards; the others, and the additions, in a scope of their own.
     */
    ShardSum sum(StepExamples examples, IntFunction<Mode> modes, Work work) {
        return shards.count() == 1
                ? work.of(examples.shard(0), modes.apply(0), 1)
                : new Step(examples, modes, work).sum();
    }

    /** One step's sums. */
    private final class Step {
        private final StepExamples examples;
        private final IntFunction<Mode> modes;
        private final Work work;
        private boolean isFirst = true;

        Step(StepExamples examples, IntFunction<Mode> modes, Work work) {
            this.examples = examples;
            this.modes = modes;
            this.work = work;
        }

        /** Sends what others add, and gets the sum of all from them; the first process has it. */
        ShardSum sum() {
            for (Sent part : sent) {
                if (!isEmpty(part.part())) {
                    group.send(part.to(), message.of(sum(part.part())));
                }
            }
            if (group.rank() == 0) {
                ShardSum all = sum(tree.all());
                if (children.notEmpty()) {
                    handDown(message.of(all));
                }
                return all;
            }
            ImmutableList<Tensor> all = group.receive(tree.parent(group.rank()));
            handDown(all);
            return message.read(all);
        }

        private void handDown(ImmutableList<Tensor> all) {
            children.forEach(child -> group.send(child, all));
        }

        /** The sum of a part that has examples, which is computed here or sent to here. */
        private ShardSum sum(Part part) {
            if (tree.owner(part) != group.rank()) {
                return message.read(group.receive(tree.owner(part)));
            }
            if (part.isShard()) {
                return shard(part.from());
            }
            if (isEmpty(part.left())) {
                return sum(part.right());
            }
            ShardSum left = sum(part.left());
            if (isEmpty(part.right())) {
                return left;
            }
            ShardSum right = sum(part.right());
            return scope.run(() -> left.plus(right).keep());
        }

        private ShardSum shard(int number) {
            if (isFirst) {
                isFirst = false;
                return one(number);
            }
            return scope.run(() -> one(number).keep());
        }

        private ShardSum one(int shard) {
            Batch batch = examples.shard(shard);
            return work.of(batch, modes.apply(shard), (double) batch.size() / examples.size());
        }

        private boolean isEmpty(Part part) {
            return examples.before(part.from()) == examples.before(part.to());
        }
    }
}
