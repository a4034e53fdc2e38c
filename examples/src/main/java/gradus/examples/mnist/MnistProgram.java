package gradus.examples.mnist;

import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.mnist.MnistResults.Epoch;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.CrossEntropy;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.Softplus;
import gradus.nn.data.Batch;
import gradus.nn.data.Batches;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import gradus.nn.report.Numbers;
import gradus.nn.train.Progress;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A 784-128-10 softplus network that reads handwritten digits. */
@Command(name = "mnist", description = "A softplus network learns to read handwritten digits.")
public final class MnistProgram extends Program {
    private static final int HIDDEN = 128;
    private static final double MOMENTUM = 0.9;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Options.Count.class,
            description = "Train on the first N images at most (default: all).")
    private int samples = Integer.MAX_VALUE;

    /** The program with its defaults. */
    public MnistProgram() {
        super(Options.defaults("mnist")
                .epochs(8)
                .quickEpochs(1)
                .learningRate(0.1)
                .batchSize(64));
    }

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        Program.main(new MnistProgram(), arguments);
    }

    @Override
    protected void run(Run run) throws IOException {
        Randomness random = run.random();
        Mnist mnist = MnistImages.load(run, random.split());
        Dataset train = mnist.train().slice(0, Math.min(samples, mnist.train().size()));
        run.say(mnist.origin() + ": " + train.size() + " images to train on, "
                + mnist.test().size() + " to test on");
        Sequential model = Sequential.of(
                Linear.of(Mnist.SIDE * Mnist.SIDE, HIDDEN, random),
                new Softplus(),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
        SGD descent = SGD.of(model.parameters()).momentum(MOMENTUM);
        double firstLoss = loss(
                        model,
                        train.batches(run.options().batchSize()).iterator().next())
                .item();
        MutableList<Epoch> epochs = Lists.mutable.empty();
        for (int number = 1; number <= run.options().epochs(); number++) {
            descent.learningRate(rate(run.options(), number));
            epochs.add(epoch(run, number, model, descent, train.shuffled(random), mnist.test()));
        }
        new MnistResults(run, mnist.origin(), train, mnist.test(), model, epochs.toImmutable(), firstLoss).write();
    }

    private static Tensor loss(Sequential model, Batch batch) {
        return CrossEntropy.mean().of(model.forward(batch.inputs()), batch.labels());
    }

    /** The learning rate falls along a line, so that the last epochs settle. */
    private static double rate(Options options, int epoch) {
        return options.learningRate() * (options.epochs() + 1 - epoch) / options.epochs();
    }

    private static Epoch epoch(Run run, int number, Sequential model, SGD descent, Dataset train, Dataset test) {
        Batches batches = train.batches(run.options().batchSize());
        double sum = 0;
        try (Progress progress =
                run.progress("epoch " + number + " of " + run.options().epochs(), batches.count())) {
            for (Batch batch : batches) {
                Tensor loss = loss(model, batch);
                descent.minimize(loss);
                sum += loss.item() * batch.size();
                progress.step();
            }
            Epoch epoch = new Epoch(number, sum / train.size(), Evaluation.of(model, test));
            progress.note("loss " + Numbers.brief(epoch.trainLoss()) + ", test accuracy "
                    + Numbers.percent(epoch.test().accuracy()));
            return epoch;
        }
    }
}
