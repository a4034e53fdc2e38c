package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.train.TrainingListener;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

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
 * once. Once all have their data, no worker waits longer for another than the {@linkplain #patience
 * patience}.
 */
public final class DataParallel {
    /** Masters with a number of threads, or with one. */
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+)(?:,.*)?])?");

    private final JavaSparkContext spark;
    private int workers = 1;
    private int shards = 8;
    private int attempts = 4;
    private Duration patience = Duration.ofSeconds(60);
    private @Nullable CheckpointFolder checkpoints;
    private int every = 1;
    private final MutableList<TrainingListener> listeners = Lists.mutable.empty();

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
            throw CheckpointFolder.unreadable(folder, problem);
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

    /**
     * Tells a listener on the driver how it goes, on another thread than the caller's, one call at a
     * time: of steps now and then, of each epoch and hint once, also where an attempt repeats what one
     * before did, and then how it ended. What it throws ends the training.
     */
    public DataParallel listener(TrainingListener listener) {
        listeners.add(listener);
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
        Broadcast<byte[]> sent = spark.broadcast(Packed.pack(SentDataset.Parts.of(data)));
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
        return run(model, trainer, WorkerData.whole(data), slots());
    }

    /**
     * Trains on a data set in parts, one for each shard, of which a worker gets those of its shards:
     * files that are too large for one machine, say. On one machine the bits are those of {@code
     * trainer.shards(count).train(ShardedDataset.of(parts))}. Throws as {@link #train(ModelFactory,
     * TrainerFactory, DatasetFactory)}.
     */
    public <L extends Layer> Trained<L> train(ModelFactory<L> model, TrainerFactory<L> trainer, PartFactory parts) {
        return run(model, trainer, WorkerData.parts(parts), slots());
    }

    /**
     * Trains on examples that lie on the cluster, of which each worker gets its share. They are put
     * into an {@linkplain Example order of their own} first, so the bits do not depend on how they are
     * partitioned: on one machine they are those of {@code
     * trainer.shards(count).train(ShardedDataset.divide(Example.collect(examples), count))}. Throws as
     * {@link #train(ModelFactory, TrainerFactory, DatasetFactory)}.
     *
     * @throws ArgumentException also if there are fewer examples than shards
     */
    public <L extends Layer> Trained<L> train(
            ModelFactory<L> model, TrainerFactory<L> trainer, JavaRDD<Example> examples) {
        requireShards();
        SpreadExamples spread = SpreadExamples.of(examples, workers, shards);
        return run(
                model, trainer, WorkerData.rows(spread.count()), spread.rows().rdd());
    }

    /** What tasks are given that need nothing: a number each. */
    private RDD<Integer> slots() {
        return spark.parallelize(Interval.zeroTo(workers - 1), workers).rdd();
    }

    private void requireShards() {
        if (shards < workers) {
            throw new ArgumentException(
                    "DataParallel",
                    "a shard or more for each of " + GradusException.counted(workers, "worker"),
                    GradusException.counted(shards, "shard"),
                    "shards(" + workers + ") or more");
        }
        requireThreads();
    }

    /** On threads of this process there will never be more of them: nothing is to be waited for. */
    private void requireThreads() {
        Matcher local = LOCAL.matcher(spark.master());
        if (local.matches()) {
            @Nullable String count = local.group(1);
            int threads = count == null ? 1 : Integer.parseInt(count);
            if (threads < workers) {
                throw new ArgumentException(
                        "DataParallel",
                        "a thread for each of " + GradusException.counted(workers, "worker"),
                        "the master " + spark.master(),
                        "local[" + workers + "]");
            }
        }
    }

    private <L extends Layer, T> Trained<L> run(
            ModelFactory<L> model, TrainerFactory<L> trainer, WorkerData<T> data, RDD<T> rows) {
        requireShards();
        var options = new RunOptions(workers, shards, attempts, patience, checkpoints, every);
        return new ClusterRun<>(spark.sc(), options, model, trainer, data, rows, listeners.toImmutable()).trained();
    }
}
