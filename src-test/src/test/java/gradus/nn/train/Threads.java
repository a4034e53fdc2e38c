package gradus.nn.train;

import gradus.autodiff.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Threads that train together as processes do. */
final class Threads {
    private static final long PATIENCE_SECONDS = 10;

    private final int size;
    private final List<BlockingQueue<ImmutableList<Tensor>>> queues = new ArrayList<>();

    private Threads(int size) {
        this.size = size;
        for (int i = 0; i < size * size; i++) {
            queues.add(new LinkedBlockingQueue<>());
        }
    }

    /** What each of so many threads comes to, in the order of their ranks. */
    static <T> ImmutableList<T> run(int size, Function<ProcessGroup, T> work) {
        var threads = new Threads(size);
        try (ExecutorService pool = Executors.newFixedThreadPool(size)) {
            List<Future<T>> all = IntStream.range(0, size)
                    .mapToObj(rank -> pool.submit((Callable<T>) () -> work.apply(threads.new Member(rank))))
                    .toList();
            return Lists.immutable.withAll(all).collect(Threads::result);
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    /** One of them; copies what it sends. */
    private final class Member implements ProcessGroup {
        private final int rank;

        Member(int rank) {
            this.rank = rank;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public void send(int to, ImmutableList<Tensor> tensors) {
            queues.get(rank * size + to).add(tensors.collect(Tensor::keep));
        }

        @Override
        public ImmutableList<Tensor> receive(int from) {
            try {
                ImmutableList<Tensor> message = queues.get(from * size + rank).poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (message == null) {
                    throw new IllegalStateException("process " + from + " sends nothing to " + rank);
                }
                return message;
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
        }
    }
}
