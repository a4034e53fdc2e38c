package gradus.examples.softmax;

import java.io.IOException;
import module gradus.examples;
import picocli.CommandLine.Command;

/** Assignment B: softmax regression on MNIST. */
@Command(
        name = "softmax",
        description =
                "Assignment B: softmax regression reads handwritten digits; its mistakes, batch sizes and sorted data.")
@Defaults(epochs = 3, quickEpochs = 1, learningRate = 0.01, batchSize = 10)
public final class SoftmaxProgram extends Program {
    private static final int QUICK = 1500;
    private static final int QUICK_TEST = 500;

    @Override
    protected void run(Run run) throws IOException {
        boolean quick = run.options().quick();
        int most = Integer.MAX_VALUE;
        Mnist mnist = MnistImages.load(run, run.random().split(), quick ? QUICK : most, quick ? QUICK_TEST : most);
        run.say("%s: %d images to train on, %d to test on"
                .formatted(mnist.origin(), mnist.train().size(), mnist.test().size()));
        Findings f = run.findings();
        // only beside all of MNIST do others' figures compare
        boolean whole = MnistImages.isWhole(mnist.train(), mnist.test());
        f.value("mnist", mnist);
        f.value("whole", whole);

        Regression regression = Regression.train(run, mnist);
        regression.report(f, whole);
        run.model(
                regression.course().model(),
                run.provenance(mnist.origin())
                        .with("test accuracy", regression.course().accuracy() + ""));
        Mistakes.find(regression.course().model(), mnist.test()).report(run);
        OnePerClass.train(run, mnist).report(f);
        BatchSizes.train(run, mnist).report(f);
        SortedData.train(run, mnist)
                .report(f, regression.afterEpochs().getFirst().accuracy());
        HiddenLayer.train(run, mnist).report(f);
    }
}
