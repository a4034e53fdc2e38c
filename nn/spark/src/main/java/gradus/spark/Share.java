package gradus.spark;

import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** What a worker has of the data. */
sealed interface Share {
    /** How many examples are in each part that it has; without numbers where it has all data. */
    ImmutableIntList sizes();

    /**
     * Trains on it.
     *
     * @param all the sizes of all workers, in the order of their ranks
     * @param resumes whether it goes on from a checkpoint
     */
    History run(Trainer trainer, ImmutableIntList all, boolean resumes);

    /** All of them. */
    record Whole(Dataset data) implements Share {
        @Override
        public ImmutableIntList sizes() {
            return IntLists.immutable.empty();
        }

        @Override
        public History run(Trainer trainer, ImmutableIntList all, boolean resumes) {
            return resumes ? trainer.resume(data) : trainer.train(data);
        }
    }

    /** The parts of its shards, from one on. */
    record Parts(int first, ImmutableList<Dataset> parts) implements Share {
        @Override
        public ImmutableIntList sizes() {
            return parts.collectInt(Dataset::size);
        }

        @Override
        public History run(Trainer trainer, ImmutableIntList all, boolean resumes) {
            ShardedDataset data = ShardedDataset.of(all, part -> parts.get(part - first));
            return resumes ? trainer.resume(data) : trainer.train(data);
        }
    }
}
