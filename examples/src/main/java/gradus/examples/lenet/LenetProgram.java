package gradus.examples.lenet;

import java.io.IOException;
import module gradus.examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Convolutional networks: one like LeNet-5 on MNIST, and a small residual one on CIFAR-10. */
@Command(name = "lenet", description = "Convolutional networks read digits, and name what is on small color images.")
@Defaults(epochs = 6, quickEpochs = 1, learningRate = 0.002, batchSize = 128)
public final class LenetProgram extends Program {
    private static final int QUICK_SAMPLES = 400;

    @Option(
            names = "--cifar-epochs",
            paramLabel = "N",
            description = "Passes over the color images (default: ${DEFAULT-VALUE}, with --quick 1).")
    private int cifarEpochs = 16;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Take the first N images of each at most (default: all).")
    private int samples = Integer.MAX_VALUE;

    @Override
    protected void quicken() {
        cifarEpochs = 1;
        samples = Math.min(samples, QUICK_SAMPLES);
    }

    @Override
    protected void run(Run run) throws IOException {
        Digits digits = Digits.run(run, samples);
        digits.report(run);
        ColorImages colors = ColorImages.run(run, samples, cifarEpochs);
        colors.report(run);
        run.model(digits.training().model(), run.provenance(digits.mnist().origin()));
    }
}
