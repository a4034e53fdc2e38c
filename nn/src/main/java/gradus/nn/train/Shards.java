package gradus.nn.train;

import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/** Into how many shards a step's batch is divided, and which processes compute them. */
record Shards(int count, ProcessGroup group) {
    static final Shards NONE = new Shards(1, Alone.ALONE);

    /** The group of one process. */
    private enum Alone implements ProcessGroup {
        ALONE;

        @Override
        public int size() {
            return 1;
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public void send(int rank, ImmutableList<Tensor> tensors) {
            throw new IllegalStateException("alone");
        }

        @Override
        public ImmutableList<Tensor> receive(int rank) {
            throw new IllegalStateException("alone");
        }
    }

    Shards withCount(int shards) {
        return new Shards(shards, group);
    }

    Shards withGroup(ProcessGroup processes) {
        return new Shards(count, processes);
    }

    boolean hasGroup() {
        return group != Alone.ALONE;
    }
}
