package gradus.examples.cifar;

import java.io.IOException;
import module gradus.examples;
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
        run.findings().value("images", images);
        DerivativeCheck.run(run.random()).report(run.findings());
        Tuning tuning = Tuning.run(run, images);
        tuning.report(run, images);
        run.model(tuning.chosen().model(), tuning.chosen().provenance(run.provenance(images.origin())));
        Depths.run(run, images).report(run, images);
    }
}
