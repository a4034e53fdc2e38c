package gradus.examples.softmax;

import gradus.examples.shared.Options;
import gradus.examples.shared.Part;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.data.Mnist;
import gradus.nn.report.Report;
import java.io.IOException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import picocli.CommandLine.Command;

/** Assignment B: softmax regression on MNIST. */
@Command(
        name = "softmax",
        description =
                "Assignment B: softmax regression reads handwritten digits; its mistakes, batch sizes and sorted data.")
public final class SoftmaxProgram extends Program {

    /** The program with the assignment's settings. */
    public SoftmaxProgram() {
        super(Options.defaults("softmax")
                .epochs(3)
                .quickEpochs(1)
                .learningRate(0.01)
                .batchSize(10));
    }

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        Program.main(new SoftmaxProgram(), arguments);
    }

    @Override
    protected void run(Run run) throws IOException {
        Mnist mnist = DigitImages.load(run);
        Regression regression = Regression.train(run, mnist);
        ImmutableList<Part> parts = Lists.immutable.with(
                regression,
                Mistakes.find(regression.model(), mnist.test()),
                OnePerClass.train(run, mnist),
                BatchSizes.train(run, mnist),
                SortedData.train(run, mnist, regression),
                HiddenLayer.train(run, mnist));
        parts.forEach(part -> part.addFigures(run.figures()));
        Report report = new Report(
                "Softmax regression",
                "Assignment B: one layer and a softmax read handwritten digits. Data: " + mnist.origin() + ", "
                        + mnist.train().size() + " images to train on, "
                        + mnist.test().size() + " to test on. Seed "
                        + run.options().seed() + ".");
        report.section("Figures").table(run.figures().table(), "The figures of this run.");
        parts.forEach(part -> part.write(run, report));
        run.report(report);
    }
}
