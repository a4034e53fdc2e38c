package gradus.nn.train;

import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Several processes that train one model together: the way in which they exchange tensors. Each has
 * a rank, from 0 to the number of processes less one, and runs the same {@link Trainer} with the
 * same settings; see {@link Trainer#group}. A process uses its group from one thread at a time.
 *
 * <p>Messages from one process to another arrive in the order in which they were sent. A call that
 * waits does not wait forever: where another process is gone or silent for too long, it throws.
 */
public interface ProcessGroup {
    /** How many processes: 1 or more. */
    int size();

    /** The number of this process, from 0. */
    int rank();

    /**
     * Sends tensors to another process, and may wait until that receives them. The tensors are read
     * before this call returns.
     */
    void send(int rank, ImmutableList<Tensor> tensors);

    /** Waits for the next message of another process; gives the same bits that it sent. */
    ImmutableList<Tensor> receive(int rank);
}
