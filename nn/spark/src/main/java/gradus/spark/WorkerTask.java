package gradus.spark;

import gradus.nn.Layer;
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
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkFiles;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * What each task of a barrier stage does: it finds the others, trains with them, and says how it
 * ended. What would come again is returned as an end; what may go away, such as a lost worker or a
 * full disk, is too, or fails the stage.
 */
final class WorkerTask<L extends Layer, T> extends AbstractFunction1<Iterator<T>, Iterator<byte[]>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a worker says that has failed. */
    private static final String NO_ADDRESS = "";

    /** What a task gives of its partition: its only element. */
    static final Function1<Iterator<byte[]>, byte[]> ONLY =
            (Function1<Iterator<byte[]>, byte[]> & Serializable) Iterator::next;

    private final Job<L, T> job;

    /**
     * What is to be done.
     *
     * @param begin the checkpoint to go on from; empty where there is none
     * @param driver where the driver listens, if it does
     */
    record Job<L extends Layer, T>(
            ModelFactory<L> model,
            TrainerFactory<L> trainer,
            WorkerData<T> data,
            RunOptions options,
            String begin,
            Handshake handshake,
            ReportServer.@Nullable Address driver,
            Counters counters)
            implements Serializable {}

    WorkerTask(Job<L, T> job) {
        this.job = job;
    }

    @Override
    public Iterator<byte[]> apply(Iterator<T> rows) {
        return CollectionConverters.asScala(
                List.of(Packed.pack(end(CollectionConverters.asJava(rows)))).iterator());
    }

    private WorkerEnd end(java.util.Iterator<T> rows) {
        try {
            return end(BarrierTaskContext.get(), rows);
        } catch (LostPeerException lost) {
            return WorkerEnd.lost(lost);
        } catch (RuntimeException | LinkageError | AssertionError failure) {
            return WorkerEnd.failed(Failures.lasting(failure));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /**
     * Addresses are exchanged once, with Spark's own barrier, which takes about a second. All that
     * may take long is done by then, so that nobody is taken for lost who still reads data. One that
     * has failed says so there: others would wait for it.
     */
    private WorkerEnd end(BarrierTaskContext context, java.util.Iterator<T> rows) throws IOException {
        int rank = context.partitionId();
        RunOptions options = job.options();
        Path folder = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "gradus");
        Path file = folder.resolve("checkpoint.safetensors");
        try (ServerSocketChannel server = ServerSocketChannel.open();
                @Nullable Reporter reporter = reporter(rank)) {
            Begun<L> begun;
            try {
                begun = begin(rows, ShardRange.of(rank, options.workers(), options.shards()), file);
                server.bind(new InetSocketAddress(host(context), 0));
                if (reporter != null) {
                    begun.trainer().listener(reporter);
                }
            } catch (RuntimeException | LinkageError | AssertionError failure) {
                if (!Failures.mayGoAway(failure)) {
                    context.allGather(NO_ADDRESS);
                }
                throw failure;
            }
            ImmutableList<Greeting> all =
                    greetings(context, server, begun.share().sizes());
            try (SocketGroup group = new SocketGroup(
                    rank, all.collect(Greeting::address), server, job.handshake(), options.patience())) {
                return endOf(
                        context,
                        group,
                        begun,
                        all.flatCollectInt(Greeting::sizes, IntLists.mutable.empty())
                                .toImmutable(),
                        file);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /** What a worker trains, once it has it. */
    private record Begun<L extends Layer>(L model, Trainer trainer, Share share) {}

    private Begun<L> begin(java.util.Iterator<T> rows, ShardRange shards, Path file) throws IOException {
        L model = job.model().model();
        Trainer trainer = job.trainer().trainer(model);
        @Nullable CheckpointFolder checkpoints = job.options().checkpoints();
        if (checkpoints != null && !job.begin().isEmpty()) {
            checkpoints.fetch(job.begin(), file);
        }
        return new Begun<>(model, trainer, job.data().share(rows, shards));
    }

    private static String host(BarrierTaskContext context) {
        String address = context.getTaskInfos()[context.partitionId()].address();
        int colon = address.lastIndexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }

    private static ImmutableList<Greeting> greetings(
            BarrierTaskContext context, ServerSocketChannel server, ImmutableIntList sizes) throws IOException {
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        Greeting own = new Greeting(new InetSocketAddress(host(context), port), sizes);
        ImmutableList<String> all = Lists.immutable.with(context.allGather(own.words()));
        if (all.contains(NO_ADDRESS)) {
            throw new LostPeerException("worker " + all.indexOf(NO_ADDRESS) + " has failed before the first step");
        }
        return all.collect(Greeting::of);
    }

    private WorkerEnd endOf(
            BarrierTaskContext context, SocketGroup group, Begun<L> begun, ImmutableIntList sizes, Path file) {
        try {
            return trained(context, group, begun, sizes, file);
        } catch (RuntimeException | Error failure) {
            group.giveUp();
            throw failure;
        }
    }

    /** The first worker alone says how it went: all others know the same. */
    private WorkerEnd trained(
            BarrierTaskContext context, SocketGroup group, Begun<L> begun, ImmutableIntList sizes, Path file) {
        boolean isFirst = group.rank() == 0;
        Trainer trainer = begun.trainer()
                .shards(job.options().shards())
                .group(group)
                .listener(new Watch(context, job.counters(), group.rank()));
        @Nullable CheckpointFolder checkpoints = job.options().checkpoints();
        if (checkpoints != null) {
            trainer.checkpoint(file);
            if (isFirst) {
                trainer.listener(new Store(checkpoints, file, job.options().every(), context));
            }
        }
        History history = begun.share().run(trainer, sizes, checkpoints != null);
        return new WorkerEnd(
                null,
                null,
                isFirst ? history : null,
                isFirst ? ModelValues.of(begun.model()) : null,
                group.sentBytes());
    }

    /** Of the first worker, if the driver listens: connected before others wait for it. */
    private @Nullable Reporter reporter(int rank) throws IOException {
        ReportServer.@Nullable Address driver = job.driver();
        return driver == null || rank > 0
                ? null
                : new Reporter(driver, job.handshake(), job.options().patience());
    }

    /** Ends a task that Spark has given up, and counts. */
    private record Watch(BarrierTaskContext context, Counters counters, int rank) implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            if (context.isInterrupted()) {
                throw new LostPeerException("worker " + rank + " was stopped by Spark");
            }
            if (rank == 0) {
                counters.steps().add(1);
            }
        }

        @Override
        public void epoch(Epoch epoch) {
            if (rank == 0) {
                counters.epoch().add(epoch.toString());
            }
        }
    }

    /**
     * Keeps the checkpoints of the first worker. One is written before an epoch is told, unless the
     * epoch was cut short: so each is taken away, and what is there is new.
     */
    private record Store(CheckpointFolder checkpoints, Path file, int every, BarrierTaskContext context)
            implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            if (step.inEpoch() == 1) {
                change(() -> Files.deleteIfExists(file));
            }
        }

        @Override
        public void epoch(Epoch epoch) {
            if (epoch.number() % every == 0 && Files.exists(file) && !context.isInterrupted()) {
                change(() -> {
                    checkpoints.store(file, epoch.number());
                    return true;
                });
            }
        }

        private static void change(Callable<Boolean> change) {
            try {
                change.call();
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            } catch (Exception other) {
                throw new IllegalStateException(other);
            }
        }
    }
}
