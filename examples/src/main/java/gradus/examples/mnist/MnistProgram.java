package gradus.examples.mnist;

import gradus.examples.shared.Defaults;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Options;
import gradus.examples.shared.Positive;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import java.io.IOException;
import module gradus.nn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A 784-128-10 softplus network that reads handwritten digits. */
@Command(name = "mnist", description = "A softplus network learns to read handwritten digits.")
@Defaults(epochs = 8, quickEpochs = 1, learningRate = 0.1, batchSize = 64)
public final class MnistProgram extends Program {
    private static final int HIDDEN = 128;
    private static final double MOMENTUM = 0.9;
    private static final int EVALUATED_AT_ONCE = 1000;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Positive.Count.class,
            description = "Train on the first N images at most (default: all).")
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
        new MnistReport(run, mnist).write(model, history, onTrain);
        run.model(
                model,
                run.provenance(mnist.origin())
                        .with("losses", history.column(Epoch.LOSS).makeString(" ")));
    }
}
