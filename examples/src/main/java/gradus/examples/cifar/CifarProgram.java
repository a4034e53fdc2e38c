package gradus.examples.cifar;

import gradus.examples.shared.Defaults;
import gradus.examples.shared.Program;
import gradus.examples.shared.Run;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Assignment E: two-layer and deeper networks on CIFAR-10. */
@Command(
        name = "cifar",
        description = "Assignment E: two-layer and deeper networks name what is on small color images.")
@Defaults(epochs = 14, quickEpochs = 5, learningRate = 0.02, batchSize = 128)
public final class CifarProgram extends Program {

    @Override
    protected void run(Run run) throws IOException {
        Images images = Images.load(run);
        CifarReport report = new CifarReport(run, images);
        report.derivatives(DerivativeCheck.run(run.random()));
        Tuning tuning = Tuning.run(run, images);
        report.tuning(tuning);
        run.model(tuning.chosen().model(), tuning.chosen().provenance(run.provenance(images.origin())));
        report.depths(Depths.run(run, images));
    }
}
