package gradus.examples.mnist;

import java.io.IOException;
import java.util.stream.IntStream;
import module gradus.examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A 784-128-10 softplus network that reads handwritten digits. */
@Command(name = "mnist", description = "A softplus network learns to read handwritten digits.")
@Defaults(epochs = 8, quickEpochs = 1, learningRate = 0.1, batchSize = 64)
public final class MnistProgram extends Program {
    private static final int HIDDEN = 128;
    private static final int MISREAD = 40;
    private static final double MOMENTUM = 0.9;
    private static final int EVALUATED_AT_ONCE = 1000;

    @Option(names = "--samples", paramLabel = "N", description = "Train on the first N images at most (default: all).")
    private int samples = Integer.MAX_VALUE;

    @Override
    protected void run(Run run) throws IOException {
        Options options = run.options();
        Randomness random = run.random();
        Mnist mnist = MnistImages.load(run, random.split(), samples, Integer.MAX_VALUE);
        Dataset train = mnist.train();
        run.say(mnist.origin() + ": " + train.size() + " images to train on, "
                + mnist.test().size() + " to test on");
        Sequential model = Sequential.of(
                Linear.of(Mnist.SIDE * Mnist.SIDE, HIDDEN, random),
                new Softplus(),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
        // falls once an epoch, so that the last epochs settle
        Schedule falling = Schedule.linear(options.learningRate(), 0, options.epochs())
                .perEpoch(train.batches(options.batchSize()).count());
        History history = Trainer.of(
                        model,
                        (scores, batch) -> new CrossEntropy().mean(scores, batch.labels()),
                        new SGD().momentum(MOMENTUM).of(model))
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .seed(options.seed())
                .schedule(falling)
                .metric(Watch.ACCURACY, Accuracy::of)
                .validation(mnist.test())
                .evaluationBatchSize(EVALUATED_AT_ONCE)
                .listener(run.trainingProgress())
                .train(train);
        Evaluation onTrain = Evaluation.of(model, train);
        run.sayIfDiverged(history.stepLosses().getFirst(), onTrain.loss());
        report(run, mnist, model, history, onTrain);
        run.model(
                model,
                run.provenance(mnist.origin())
                        .with("losses", history.column(Epoch.LOSS).makeString(" ")));
    }

    private static void report(Run run, Mnist mnist, Sequential model, History history, Evaluation onTrain) {
        Findings f = run.findings();
        Evaluation onTest = Evaluation.of(model, mnist.test());
        f.count("parameters", model.parameterCount());
        f.share("train_accuracy", onTrain.accuracy());
        f.number("train_loss", onTrain.loss());
        f.share("test_accuracy", onTest.accuracy());
        f.number("test_loss", onTest.loss());
        f.value("mnist", mnist);
        f.value("summary", Summary.of(model, Mnist.SIDE * Mnist.SIDE));
        f.value("epochs", history.epochs());
        f.value("right", onTest.confusion().correct());
        f.curves("loss", Curves.losses(history, "test"));
        f.curves("accuracy", Curves.percent("test", history, Watch.VALIDATION_ACCURACY));
        f.pictures(HeatMap.of(MnistImages.DIGITS, onTest.confusion()).picture("confusion"));
        f.value("confusionTable", Table.of(MnistImages.DIGITS, onTest.confusion()));
        misread(f, model, mnist.test());
        Table epochs = Table.over(history.epochs())
                .column("epoch", Epoch::number)
                .column("training_loss", Epoch::loss)
                .column("test_loss", Epoch::validationLoss)
                .column("test_accuracy", epoch -> epoch.get(Watch.VALIDATION_ACCURACY))
                .table();
        run.file("epochs.csv", epochs.csv());
    }

    /** The first test images that are not read correctly, each with its label and what is read. */
    private static void misread(Findings f, Sequential model, Dataset test) {
        Indices said = model.forward(test.all().inputs()).argMax(-1);
        Indices labels = test.labels();
        int[] shown = IntStream.range(0, test.size())
                .filter(place -> said.get(place) != labels.get(place))
                .limit(MISREAD)
                .toArray();
        f.value("anyMisread", shown.length > 0);
        f.value("misreadShown", shown.length);
        if (shown.length > 0) {
            ImmutableList<String> names =
                    IntLists.immutable.with(shown).collect(place -> labels.get(place) + " as " + said.get(place));
            f.pictures(ImageGrid.gray(test.select(shown).all().inputs(), Mnist.SIDE, Mnist.SIDE)
                    .captions(names)
                    .picture("misread"));
        }
    }
}
