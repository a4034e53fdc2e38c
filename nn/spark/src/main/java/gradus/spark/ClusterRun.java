package gradus.spark;

import gradus.autodiff.GradusException;
import gradus.nn.Layer;
import gradus.nn.train.TrainingListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag;

/**
 * A training on a cluster, seen from the driver: it submits the stage, again where that may help.
 *
 * @param rows what the tasks are given, a partition for each worker
 */
record ClusterRun<L extends Layer, T>(
        SparkContext spark,
        RunOptions options,
        ModelFactory<L> model,
        TrainerFactory<L> trainer,
        WorkerData<T> data,
        RDD<T> rows,
        ImmutableList<TrainingListener> listeners) {
    private static final Logger LOG = System.getLogger("gradus");

    /** Spark's name for what a page says of a job. */
    static final String DESCRIPTION = "spark.job.description";

    /** Spark's name for whether tasks are interrupted when their job is canceled. */
    private static final String INTERRUPTS = "spark.job.interruptOnCancel";

    Trained<L> trained() {
        String begin = begin();
        var audience = new Audience(listeners, CheckpointFolder.epochs(begin));
        try {
            Trained<L> trained = trained(begin, audience);
            audience.finished(trained.history());
            return trained;
        } catch (RuntimeException | Error failure) {
            audience.failed(failure);
            throw failure;
        }
    }

    private Trained<L> trained(String first, Audience audience) {
        var counters = Counters.of(spark);
        String begin = first;
        int done = CheckpointFolder.epochs(first);
        for (int attempt = 1, withoutProgress = 1; ; attempt++, withoutProgress++) {
            try {
                ImmutableList<WorkerEnd> ends = submit(begin, counters, audience, attempt);
                throwFailure(ends);
                requireNoneLost(ends);
                return trained(ends, attempt);
            } catch (LostPeerException lost) {
                begin = next(begin);
                withoutProgress = CheckpointFolder.epochs(begin) > done ? 0 : withoutProgress;
                done = Math.max(done, CheckpointFolder.epochs(begin));
                goOn(attempt, withoutProgress, lost);
            }
        }
    }

    /** The last checkpoint. */
    private String begin() {
        CheckpointFolder checkpoints = options.checkpoints();
        try {
            return checkpoints == null ? "" : checkpoints.latest();
        } catch (IOException problem) {
            throw CheckpointFolder.unreadable(checkpoints + "", problem);
        }
    }

    /** The same after an attempt; a folder that could be read may not be so for a moment. */
    private String next(String last) {
        CheckpointFolder checkpoints = options.checkpoints();
        try {
            return checkpoints == null ? "" : checkpoints.latest();
        } catch (IOException problem) {
            LOG.log(Level.WARNING, "the checkpoints of " + checkpoints + " cannot be read now", problem);
            return last;
        }
    }

    /**
     * One barrier stage: all tasks at once, or none. Whatever fails in it may go away, unless the
     * caller was interrupted, has stopped Spark, or its listener threw. Nothing of it runs on.
     */
    private ImmutableList<WorkerEnd> submit(String begin, Counters counters, Audience audience, int attempt) {
        String tag = "gradus-" + UUID.randomUUID();
        @Nullable String description = spark.getLocalProperty(DESCRIPTION);
        var handshake = new Handshake();
        spark.addJobTag(tag);
        spark.setJobDescription("Gradus: training on " + GradusException.counted(options.workers(), "worker")
                + ", attempt " + attempt + (begin.isEmpty() ? "" : ", from " + begin));
        @Nullable String interrupts = spark.getLocalProperty(INTERRUPTS);
        spark.setInterruptOnCancel(true);
        var ends = new WorkerEnds(options, () -> spark.cancelJobsWithTag(tag));
        try (@Nullable ReportServer server = server(handshake, audience, tag)) {
            ReportServer.@Nullable Address address = server == null ? null : server.address();
            var job = new WorkerTask.Job<>(model, trainer, data, options, begin, handshake, address, counters);
            RDD<byte[]> tasks =
                    rows.barrier().mapPartitions(new WorkerTask<>(job), false, ClassTag.apply(byte[].class));
            spark.runJob(tasks, WorkerTask.ONLY, ends, ClassTag.apply(byte[].class));
            return ends.known();
        } catch (Exception failure) { // Scala declares none
            throw failed(failure, ends, audience, tag);
        } finally {
            ends.close();
            spark.removeJobTag(tag);
            spark.setJobDescription(description);
            spark.setLocalProperty(INTERRUPTS, interrupts);
        }
    }

    private @Nullable ReportServer server(Handshake handshake, Audience audience, String tag) {
        if (audience.isEmpty()) {
            return null;
        }
        try {
            return new ReportServer(spark, handshake, report -> {
                if (!audience.hear(report)) {
                    spark.cancelJobsWithTag(tag);
                }
            });
        } catch (IOException | RuntimeException problem) { // some addresses are refused so
            LOG.log(Level.WARNING, "the driver does not hear how training goes", problem);
            return null;
        }
    }

    private RuntimeException failed(Exception failure, WorkerEnds ends, Audience audience, String tag) {
        if (spark.isStopped()) {
            return new ClusterException("DataParallel: Spark was stopped while training ran", failure);
        }
        spark.cancelJobsWithTag(tag);
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new ClusterException("DataParallel: interrupted while training ran", failure);
        }
        audience.throwFailure();
        throwFailure(ends.known());
        requireNoneLost(ends.known());
        if (Failures.isNotSerializable(failure)) {
            requireSendable("a model factory", model);
            requireSendable("a trainer factory", trainer);
            requireSendable("a data factory", data);
            return Failures.cannotBeSent("DataParallel.train", "factories and settings", failure);
        }
        return new LostPeerException(
                "the stage has failed (has the cluster a free slot for each worker, and no dynamic allocation?)",
                failure);
    }

    private static void requireSendable(String what, Object part) {
        var _ = Packed.pack("DataParallel.train", what, part);
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

    private Trained<L> trained(ImmutableList<WorkerEnd> ends, int attempt) {
        WorkerEnd first = ends.getFirst();
        L made = model.model();
        Objects.requireNonNull(first.values()).restore(made);
        return new Trained<>(
                made, Objects.requireNonNull(first.history()), attempt, ends.sumOfLong(WorkerEnd::sentBytes));
    }

    private void goOn(int attempt, int withoutProgress, LostPeerException lost) {
        CheckpointFolder checkpoints = options.checkpoints();
        if (withoutProgress == options.attempts()) {
            throw new ClusterException(
                    "DataParallel: training failed in " + GradusException.counted(options.attempts(), "attempt")
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
