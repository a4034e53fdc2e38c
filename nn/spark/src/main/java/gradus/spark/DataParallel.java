package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * Trains one model on several processes of a Spark cluster, with the bits of one process.
 *
 * {@snippet lang = java :
 * var trained = DataParallel.on(spark.sparkContext())
 *         .shards(64).workers(8).checkpoint("hdfs:///runs/mnist", 1)
 *         .train(
 *                 () -> Sequential.of(Linear.of(784, 300, Randomness.seeded(1)), new ReLU(),
 *                         Linear.of(300, 10, Randomness.seeded(2))),
 *                 model -> Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
 *                                 new SGD().of(model.parameters()).learningRate(0.1))
 *                         .epochs(20).batchSize(512).seed(7),
 *                 mnist.train());
 * trained.model();
 * }
 *
 * <p>Each step's batch is divided into {@link #shards}, as by {@code Trainer.shards}. Each worker
 * computes the gradients of some of them; the sums travel on sockets between the workers, which all
 * take the same step. The tree in which they are added depends on the number of shards alone. So the
 * model has the same bits with any number of workers, wherever they run, after any failure, and on
 * one machine with {@code trainer.shards(64).train(data)}.
 *
 * <p>Where a worker is lost, the stage is submitted again, and all go on from the last checkpoint, or
 * begin again where there is none. What the model, the trainer or the data throw ends the training at
 * once. No wait is longer than the {@linkplain #patience patience}.
 */
public final class DataParallel {
    private static final Logger LOG = System.getLogger("gradus");

    /** Spark's name for what a page says of a job. */
    static final String DESCRIPTION = "spark.job.description";

    private final JavaSparkContext spark;
    private int workers = 1;
    private int shards = 8;
    private int attempts = 4;
    private Duration patience = Duration.ofSeconds(60);
    private @Nullable CheckpointFolder checkpoints;
    private int every = 1;

    private DataParallel(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** On this cluster; for one worker and 8 shards, unless told otherwise. */
    public static DataParallel on(SparkContext spark) {
        return new DataParallel(JavaSparkContext.fromSparkContext(spark));
    }

    /** On this cluster; for one worker and 8 shards, unless told otherwise. */
    public static DataParallel on(JavaSparkContext spark) {
        return new DataParallel(spark);
    }

    /** How many tasks work at once, 1 or more: the cluster needs a free slot for each. */
    public DataParallel workers(int count) {
        workers = requireOne("1 worker or more", count);
        return this;
    }

    /**
     * Into how many shards each batch is divided, 1 or more; no fewer than workers. It belongs to
     * the run: with another number the bits are others.
     */
    public DataParallel shards(int count) {
        shards = requireOne("1 shard or more", count);
        return this;
    }

    /**
     * Keeps a checkpoint after each so many epochs, 1 or more, in a folder that the driver and all
     * workers reach, such as {@code hdfs:///runs/mnist}. A run that finds checkpoints there goes on
     * from the last one, with any number of workers.
     */
    public DataParallel checkpoint(String folder, int epochs) {
        every = requireOne("a checkpoint after each 1 epoch or more", epochs);
        try {
            checkpoints = new CheckpointFolder(folder, spark.hadoopConfiguration());
        } catch (IOException problem) {
            throw unreadable(folder, problem);
        }
        return this;
    }

    /**
     * How often to submit the training without a new checkpoint in between, the first time included:
     * 1 or more; 4 without it.
     */
    public DataParallel attempts(int count) {
        attempts = requireOne("1 attempt or more", count);
        return this;
    }

    /**
     * How long a worker waits for another one, which may still compute its shards, before it takes it
     * for lost: from a millisecond to a day; a minute without it.
     */
    public DataParallel patience(Duration longest) {
        if (longest.compareTo(Duration.ofMillis(1)) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
            throw new ArgumentException(
                    "DataParallel", "a patience from a millisecond to a day", longest.toString(), "");
        }
        patience = longest;
        return this;
    }

    private static int requireOne(String need, int value) {
        if (value < 1) {
            throw new ArgumentException("DataParallel", need, value + "", "");
        }
        return value;
    }

    /** Trains on a data set that the driver has, which is sent to each executor once. */
    public <L extends Layer> Trained<L> train(ModelFactory<L> model, TrainerFactory<L> trainer, Dataset data) {
        Broadcast<byte[]> sent = spark.broadcast(Packed.pack(SentDataset.Numbers.of(data)));
        try {
            return train(model, trainer, new SentDataset(sent));
        } finally {
            destroy(sent);
        }
    }

    /** An interrupted thread cannot, and is to stay interrupted. */
    private static void destroy(Broadcast<byte[]> sent) {
        boolean interrupted = Thread.interrupted();
        try {
            sent.destroy();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Trains on a data set that each worker gets for itself.
     *
     * @throws ArgumentException if there are fewer shards than workers, or what is to be sent to the
     *     workers cannot be
     * @throws ClusterException if every attempt failed
     * @throws RuntimeException what the model, the trainer or the data threw in a worker
     */
    public <L extends Layer> Trained<L> train(ModelFactory<L> model, TrainerFactory<L> trainer, DatasetFactory data) {
        if (shards < workers) {
            throw new ArgumentException(
                    "DataParallel",
                    "a shard or more for each of " + GradusException.counted(workers, "worker"),
                    GradusException.counted(shards, "shard"),
                    "shards(" + workers + ") or more");
        }
        LongAccumulator steps = spark.sc().longAccumulator("Gradus steps");
        String begin = begin(true);
        for (int attempt = 1, withoutProgress = 1; ; attempt++, withoutProgress++) {
            try {
                WorkerTask.Job<L> job = new WorkerTask.Job<>(
                        model, trainer, data, shards, checkpoints, begin, every, new Handshake(), patience, steps);
                ImmutableList<WorkerEnd> ends = submit(job, attempt);
                throwFailure(ends);
                requireNoneLost(ends);
                return trained(model, ends, attempt);
            } catch (LostPeerException lost) {
                String next = begin(false);
                withoutProgress = next.equals(begin) ? withoutProgress : 0;
                begin = next;
                goOn(attempt, withoutProgress, lost);
            }
        }
    }

    /** The last checkpoint; a folder that cannot be read may be so for a moment, later than at first. */
    private String begin(boolean isFirst) {
        try {
            return checkpoints == null ? "" : checkpoints.latest();
        } catch (IOException problem) {
            if (isFirst) {
                throw unreadable(checkpoints + "", problem);
            }
            LOG.log(Level.WARNING, "the checkpoints of " + checkpoints + " cannot be read now: begins anew", problem);
            return "";
        }
    }

    private static ArgumentException unreadable(String folder, IOException problem) {
        return new ArgumentException(
                "DataParallel.checkpoint", "a folder that can be read", folder + " (" + problem + ")", "");
    }

    /**
     * One barrier stage: all tasks at once, or none. Whatever fails in it may go away, unless the
     * caller was interrupted or has stopped Spark. Nothing of it runs on.
     */
    private ImmutableList<WorkerEnd> submit(WorkerTask.Job<?> job, int attempt) {
        SparkContext context = spark.sc();
        String tag = "gradus-" + UUID.randomUUID();
        @Nullable String description = context.getLocalProperty(DESCRIPTION);
        context.addJobTag(tag);
        context.setJobDescription("Gradus: training on " + GradusException.counted(workers, "worker") + ", attempt "
                + attempt + (job.begin().isEmpty() ? "" : ", from " + job.begin()));
        try {
            var slots = spark.parallelize(Interval.zeroTo(workers - 1), workers).rdd();
            Object ends = slots.barrier()
                    .mapPartitions(new WorkerTask<>(job), false, ClassTag.apply(byte[].class))
                    .collect();
            return Lists.immutable.with((byte[][]) ends).collect(bytes -> Packed.unpack(bytes, WorkerEnd.class));
        } catch (Exception failure) { // Scala declares none
            throw failed(failure, tag);
        } finally {
            context.removeJobTag(tag);
            context.setJobDescription(description);
        }
    }

    private RuntimeException failed(Exception failure, String tag) {
        if (spark.sc().isStopped()) {
            return new ClusterException("DataParallel: Spark was stopped while training ran", failure);
        }
        spark.sc().cancelJobsWithTag(tag);
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new ClusterException("DataParallel: interrupted while training ran", failure);
        }
        if (Failures.isNotSerializable(failure)) {
            return Failures.cannotBeSent("DataParallel.train", "factories", failure);
        }
        return new LostPeerException("the stage has failed", failure);
    }

    private static void throwFailure(ImmutableList<WorkerEnd> ends) {
        ends.collect(WorkerEnd::failure).select(Objects::nonNull).forEach(failure -> {
            throw failure;
        });
    }

    private static void requireNoneLost(ImmutableList<WorkerEnd> ends) {
        ends.collect(WorkerEnd::lost).select(Objects::nonNull).forEach(words -> {
            throw new LostPeerException(words);
        });
    }

    private static <L extends Layer> Trained<L> trained(
            ModelFactory<L> factory, ImmutableList<WorkerEnd> ends, int attempt) {
        WorkerEnd first = ends.getFirst();
        L model = factory.model();
        Objects.requireNonNull(first.values()).restore(model);
        return new Trained<>(
                model, Objects.requireNonNull(first.history()), attempt, ends.sumOfLong(WorkerEnd::sentBytes));
    }

    private void goOn(int attempt, int withoutProgress, LostPeerException lost) {
        if (withoutProgress == attempts) {
            throw new ClusterException(
                    "DataParallel: training failed in " + GradusException.counted(attempts, "attempt")
                            + (checkpoints == null ? "" : " without a new checkpoint") + ", at last as "
                            + lost.getMessage(),
                    lost);
        }
        LOG.log(
                Level.WARNING,
                "attempt " + attempt + " failed, another begins "
                        + (checkpoints == null ? "anew" : "with the last checkpoint of " + checkpoints) + ": "
                        + lost.getMessage());
    }
}
