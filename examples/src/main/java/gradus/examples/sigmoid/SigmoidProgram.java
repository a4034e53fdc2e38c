package gradus.examples.sigmoid;

import java.io.IOException;
import module gradus.examples;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Assignment A: sigmoid networks by hand, on an ellipse, on MNIST. */
@Command(
        name = "sigmoid",
        description = "Assignment A: sigmoid networks, from derivatives by hand to reading handwritten digits.")
@Defaults(epochs = 5, quickEpochs = 2, learningRate = 0.2, batchSize = 50)
public final class SigmoidProgram extends Program {
    private static final int QUICK_SAMPLES = 600;
    private static final int QUICK_POINTS = 20_000;
    private static final int QUICK_FINAL_EPOCHS = 4;

    @Option(
            names = "--samples",
            paramLabel = "N",
            converter = Samples.class,
            description = "Use the first N images at most (default: all).")
    private int samples = Integer.MAX_VALUE;

    @Option(
            names = "--points",
            paramLabel = "N",
            description = "Use the first N points of the ellipse at most (default: all).")
    private int points = Integer.MAX_VALUE;

    @Option(
            names = "--slow-epochs",
            paramLabel = "N",
            description = "Epochs of part 4 that are also trained one example at a time (default: ${DEFAULT-VALUE}).")
    private int slowEpochs = 1;

    @Option(
            names = "--final-epochs",
            paramLabel = "N",
            description = "Passes over all images in the final run (default: ${DEFAULT-VALUE}).")
    private int finalEpochs = 20;

    @Override
    protected void quicken() {
        samples = Math.min(samples, QUICK_SAMPLES);
        points = Math.min(points, QUICK_POINTS);
        finalEpochs = Math.min(finalEpochs, QUICK_FINAL_EPOCHS);
    }

    @Override
    protected void run(Run run) throws IOException {
        DigitData digits = DigitData.load(run, samples);
        Findings f = run.findings();
        f.value("digits", digits);
        f.value("comparesWithPytorch", digits.comparesWithPytorch(run));
        LocalDerivatives.compare(run);
        SmallNetwork.pass(run).report(f);
        EllipseTraining.train(run, points).report(run);
        SlowAndBatched.train(run, digits, slowEpochs).report(f);
        LearningRates rates = LearningRates.train(run, digits);
        rates.report(run);
        FinalNetwork last = FinalNetwork.train(run, digits, finalEpochs);
        last.report(run, digits.isWhole(), rates.bestTest());
        run.model(last.trained().model(), last.provenance(run.provenance(digits.origin())));
    }

    /** Whole numbers of 2 or more: at least one image validates. */
    static final class Samples implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            int count = count(text);
            if (count == 1) {
                throw new TypeConversionException("needs 2 or more, one to train on and one to validate, got '1'");
            }
            return count;
        }
    }
}
