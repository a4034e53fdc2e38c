package gradus.examples.cluster;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Defaults;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.data.Mnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One network, trained on one machine and on the processes of a cluster, of which one is killed:
 * the same bits.
 */
@Command(
        name = "cluster",
        description = "A network reads handwritten digits: trained in this process, on the processes of a Spark"
                + " cluster, and again while one of them is killed. The parameters have the same bits.")
@Defaults(epochs = 5, quickEpochs = 3, learningRate = 0.2, batchSize = 256)
public final class ClusterProgram extends Program {
    private static final int QUICK_SAMPLES = 3000;

    @Option(names = "--samples", paramLabel = "N", description = "Train on the first N images at most (default: all).")
    private int samples = Integer.MAX_VALUE;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Processes that train together while one is killed (default: ${DEFAULT-VALUE}). Undisturbed,"
                    + " one less does.")
    private int workers = 3;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Parts of each batch, whatever the workers (default: ${DEFAULT-VALUE}).")
    private int shards = 8;

    @Option(
            names = "--kill",
            description = "Kill a process of your own cluster too, for which spark-submit has started this program;"
                    + " those that it starts itself it always does.")
    private boolean kill;

    @Option(
            names = "--checkpoints",
            paramLabel = "FOLDER",
            description = "With --kill: a folder that all machines reach, such as hdfs:///tmp.")
    private @Nullable String checkpoints;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything else
    private CommandSpec spec;

    @Override
    protected void quicken() {
        samples = Math.min(samples, QUICK_SAMPLES);
    }

    @Override
    protected void run(Run run) throws IOException {
        @Nullable String master = Processes.master();
        boolean kills = master == null || kill;
        requirePossible(run.options(), master, kills);
        Experiment experiment = experiment(run);
        MutableList<Training> trainings = Lists.mutable.with(experiment.alone());
        run.say(master == null ? "starting processes on this machine: " + workers : "on the cluster " + master);
        try (Processes processes = Processes.start(workers, run.options().quick())) {
            SparkContext spark = processes.spark();
            trainings.add(experiment.on(spark, kills ? Math.max(1, workers - 1) : workers));
            if (kills) {
                trainings.add(killed(experiment, spark));
            }
        }
        new Comparison(experiment, trainings.toImmutableList(), kills).report();
    }

    private Experiment experiment(Run run) throws IOException {
        Options options = run.options();
        Randomness random = run.random();
        Mnist mnist = MnistImages.load(run, random.split(), samples, Integer.MAX_VALUE);
        run.say(mnist.origin() + ": " + mnist.train().size() + " images to train on, "
                + mnist.test().size() + " to test on");
        int perEpoch = mnist.train().batches(options.batchSize()).count();
        Learner learner =
                new Learner(options.seed(), options.epochs(), options.learningRate(), options.batchSize(), perEpoch);
        return new Experiment(run, learner, mnist, shards);
    }

    private void requirePossible(Options options, @Nullable String master, boolean kills) {
        if (shards < workers) {
            throw mistake("--shards: needs one or more for each of " + workers + " workers, got " + shards);
        }
        if (kills && options.epochs() < 2) {
            throw mistake("--epochs: needs 2 or more, as a process is killed in the second, got " + options.epochs());
        }
        if (master != null && kills) {
            if (master.matches("local(\\[.*)?")) {
                throw mistake("--kill: needs workers in processes of their own, got the master " + master);
            }
            if (checkpoints == null) {
                throw mistake("--kill: needs --checkpoints, a folder that all machines reach, got none");
            }
        }
    }

    private ParameterException mistake(String line) {
        return new ParameterException(spec.commandLine(), line);
    }

    private Training killed(Experiment experiment, SparkContext spark) throws IOException {
        if (checkpoints != null) {
            return experiment.withAKill(spark, workers, checkpoints + "/" + spark.applicationId());
        }
        Path folder = Files.createTempDirectory("gradus-checkpoints");
        try {
            return experiment.withAKill(spark, workers, folder.toUri().toString());
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
