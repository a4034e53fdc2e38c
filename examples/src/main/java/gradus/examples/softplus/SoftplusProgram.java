package gradus.examples.softplus;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.Layer;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.RingsAndClouds;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Assignment D: a 2-12-5 softplus network, trained by steepest descent over all points at once. */
@Command(
        name = "softplus",
        description = "Assignment D: a softplus network learns five classes of points in the plane, three of them"
                + " overlapping rings.")
public final class SoftplusProgram extends Program {
    private static final ImmutableList<Double> RATES = Lists.immutable.with(0.01, 0.1, 0.15, 0.25);
    private static final int CELLS = 400;
    private static final int QUICK_CELLS = 100;
    private static final int ASKED_SAMPLES = 400;
    private static final int QUICK_SAMPLES = 40;
    private static final int ASKED_EPOCHS = 1000;

    /** The learning rate of the assignment. */
    static final double ASKED_RATE = 0.1;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Options.Count.class,
            description = "Points of each class, for training and again for the test (default: ${DEFAULT-VALUE}).")
    private int samples = ASKED_SAMPLES;

    /** The program with the assignment's settings. */
    public SoftplusProgram() {
        super(Options.defaults("softplus")
                .epochs(ASKED_EPOCHS)
                .quickEpochs(20)
                .learningRate(ASKED_RATE)
                .batchSize(2000));
    }

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        Program.main(new SoftplusProgram(), arguments);
    }

    @Override
    protected void quicken() {
        samples = Math.min(samples, QUICK_SAMPLES);
    }

    @Override
    protected void run(Run run) {
        Options options = run.options();
        options.data().ifPresent(_ -> run.say("--data is not used: the original data are lost."));
        Randomness random = run.random().split();
        Dataset train = RingsAndClouds.generated(samples, random);
        Dataset test = RingsAndClouds.generated(samples, random);
        run.say("%d training and %d test points, generated from seed %d"
                .formatted(train.size(), test.size(), options.seed()));

        Layer untrained = Training.network(run.random());
        run.say("network 2-12-5, softplus hidden, %d parameters".formatted(untrained.parameterCount()));
        Batch all = train.all();
        ImmutableList<ParameterCheck> checks = ParameterCheck.all(untrained, () -> Training.loss(untrained, all));
        run.say("gradient check of all %d numbers: largest relative error %.1e"
                .formatted(checks.size(), ParameterCheck.worst(checks).relativeError()));

        ImmutableList<Training> trainings =
                RATES.newWith(options.learningRate()).distinct().collect(rate -> Training.run(run, train, rate));
        Training chosen = trainings.detect(training -> training.learningRate() == options.learningRate());
        run.sayIfDiverged(chosen.losses().getFirst(), chosen.finalLoss());
        Optimum optimum = new Optimum(new CellGrid(options.quick() ? QUICK_CELLS : CELLS, 10));
        boolean original = samples == ASKED_SAMPLES && options.epochs() == ASKED_EPOCHS;
        new SoftplusResults(run, train, test, untrained, checks, trainings, chosen, optimum, original).write();
    }
}
