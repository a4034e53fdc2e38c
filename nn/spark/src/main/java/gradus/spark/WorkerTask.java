package gradus.spark;

import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.util.LongAccumulator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What each task of a barrier stage does: it finds the others, trains with them, and says how it
 * ended. What would come again is returned as an end; what may go away, such as a lost worker or a
 * full disk, is too, or fails the stage.
 */
final class WorkerTask<L extends Layer> extends AbstractFunction1<Iterator<Integer>, Iterator<WorkerEnd>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a worker says that has failed. */
    private static final String NO_ADDRESS = "";

    private final Job<L> job;

    /**
     * What is to be done.
     *
     * @param checkpoints null where there are none
     * @param begin the checkpoint to go on from; empty where there is none
     * @param every so many epochs there is a checkpoint
     * @param patience the longest wait for another worker
     * @param steps counts the steps, for Spark's pages
     */
    record Job<L extends Layer>(
            ModelFactory<L> model,
            TrainerFactory<L> trainer,
            DatasetFactory data,
            int shards,
            @Nullable CheckpointFolder checkpoints,
            String begin,
            int every,
            Handshake handshake,
            Duration patience,
            LongAccumulator steps)
            implements Serializable {}

    WorkerTask(Job<L> job) {
        this.job = job;
    }

    @Override
    public Iterator<WorkerEnd> apply(Iterator<Integer> slot) {
        return CollectionConverters.asScala(List.of(end()).iterator());
    }

    private WorkerEnd end() {
        BarrierTaskContext context = BarrierTaskContext.get();
        int rank = context.partitionId();
        try {
            return end(context);
        } catch (LostPeerException lost) {
            return WorkerEnd.lost(rank, lost);
        } catch (RuntimeException failure) {
            if (Failures.mayGoAway(failure)) {
                throw failure;
            }
            return WorkerEnd.failed(rank, Failures.sendable(failure));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What a worker trains, once it has it. */
    private record Begun<L extends Layer>(L model, Dataset data) {}

    /**
     * Addresses are exchanged once, with Spark's own barrier, which takes about a second. All have
     * their data by then, so that nobody is taken for lost who still reads it. One that has failed
     * says so there: others would wait for it.
     */
    private WorkerEnd end(BarrierTaskContext context) throws IOException {
        int rank = context.partitionId();
        Begun<L> begun;
        try {
            begun = new Begun<>(job.model().model(), job.data().dataset());
        } catch (RuntimeException failure) {
            if (!Failures.mayGoAway(failure)) {
                context.allGather(NO_ADDRESS);
            }
            throw failure;
        }
        String address = context.getTaskInfos()[rank].address();
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? address : address.substring(0, colon);
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(host, 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            ImmutableList<String> addresses = Lists.immutable.with(context.allGather(host + " " + port));
            if (addresses.contains(NO_ADDRESS)) {
                throw new LostPeerException(
                        "worker " + addresses.indexOf(NO_ADDRESS) + " has failed before the first step");
            }
            try (SocketGroup group = new SocketGroup(
                    rank, addresses.collect(WorkerTask::address), server, job.handshake(), job.patience())) {
                return endOf(context, group, begun);
            }
        }
    }

    private WorkerEnd endOf(BarrierTaskContext context, SocketGroup group, Begun<L> begun) throws IOException {
        try {
            return trained(context, group, begun);
        } catch (IOException | RuntimeException | Error failure) {
            group.giveUp();
            throw failure;
        }
    }

    private static InetSocketAddress address(String words) {
        int space = words.indexOf(' ');
        return new InetSocketAddress(words.substring(0, space), Integer.parseInt(words.substring(space + 1)));
    }

    private WorkerEnd trained(BarrierTaskContext context, SocketGroup group, Begun<L> begun) throws IOException {
        Trainer trainer = job.trainer()
                .trainer(begun.model())
                .shards(job.shards())
                .group(group)
                .listener(new Watch(context, job.steps(), group.rank()));
        History history = job.checkpoints() == null
                ? trainer.train(begun.data())
                : withCheckpoints(trainer, begun.data(), job.checkpoints(), group.rank());
        return new WorkerEnd(
                group.rank(),
                null,
                null,
                history,
                group.rank() == 0 ? ModelValues.of(begun.model()) : null,
                group.sentBytes());
    }

    private History withCheckpoints(Trainer trainer, Dataset data, CheckpointFolder checkpoints, int rank)
            throws IOException {
        Path folder = Files.createTempDirectory("gradus");
        Path file = folder.resolve("checkpoint.safetensors");
        try {
            if (!job.begin().isEmpty()) {
                checkpoints.fetch(job.begin(), file);
            }
            trainer.checkpoint(file);
            if (rank == 0) {
                trainer.listener(new Store(checkpoints, file, job.every()));
            }
            return trainer.resume(data);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /** Ends a task that Spark has given up, and counts steps. */
    private record Watch(BarrierTaskContext context, LongAccumulator steps, int rank) implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            if (context.isInterrupted()) {
                throw new LostPeerException("worker " + rank + " was stopped by Spark");
            }
            if (rank == 0) {
                steps.add(1);
            }
        }
    }

    /** Keeps the checkpoints of the first worker, which are written before an epoch is told. */
    private record Store(CheckpointFolder checkpoints, Path file, int every) implements TrainingListener {
        @Override
        public void epoch(Epoch epoch) {
            if (epoch.number() % every != 0) {
                return;
            }
            try {
                checkpoints.store(file, epoch.number());
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
