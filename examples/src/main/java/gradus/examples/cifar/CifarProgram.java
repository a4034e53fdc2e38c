package gradus.examples.cifar;

import gradus.examples.shared.Options;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import gradus.nn.Summary;
import gradus.nn.data.Cifar10;
import gradus.nn.report.Report;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Assignment E: two-layer and deeper networks on CIFAR-10. */
@Command(
        name = "cifar",
        description = "Assignment E: two-layer and deeper networks name what is on small color images.")
public final class CifarProgram extends Program {

    /** The program with our settings. */
    public CifarProgram() {
        super(Options.defaults("cifar")
                .epochs(14)
                .quickEpochs(5)
                .learningRate(0.02)
                .batchSize(128));
    }

    /** Runs the program and ends with its exit code. */
    public static void main(String[] arguments) {
        Program.main(new CifarProgram(), arguments);
    }

    @Override
    protected void run(Run run) throws IOException {
        Images images = Images.load(run);
        DerivativeCheck check = DerivativeCheck.run(run.random());
        Tuning tuning = Tuning.run(run, images);
        Depths depths = Depths.run(run, images);
        check.addFigures(run.figures());
        tuning.addFigures(run.figures());
        depths.addFigures(run.figures());
        Report report = new Report(
                "Networks on CIFAR-10",
                "Assignment E: networks of two to five layers name what is on color images of 32 x 32 pixels. Data: "
                        + images.origin() + ". Seed " + run.options().seed() + ".");
        report.section("Figures").table(run.figures().table(), "The figures that the assignment asks for.");
        data(report, images, tuning);
        check.write(report);
        tuning.write(run, report, images.classes());
        new Filters(tuning.chosen(), tuning.poor()).write(report);
        depths.write(run, report);
        run.report(report);
        run.model(tuning.chosen().model(), tuning.chosen().provenance(run.provenance(images.origin())));
    }

    private static void data(Report report, Images images, Tuning tuning) {
        report.section("Data and network")
                .text(images.train().size() + " images to train on, "
                        + images.validation().size() + " that choose among settings, and "
                        + images.test().size() + " for the test, of "
                        + images.classes().size() + " classes: "
                        + images.classes().makeString()
                        + ". The mean of the training images is taken from every image.")
                .listing(Summary.of(tuning.chosen().model(), Cifar10.CHANNELS * Cifar10.SIDE * Cifar10.SIDE)
                        .toString());
    }
}
