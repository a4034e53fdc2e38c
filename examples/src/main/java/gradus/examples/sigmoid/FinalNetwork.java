package gradus.examples.sigmoid;

import gradus.examples.sigmoid.DigitTraining.Trained;
import module gradus.examples;

/**
 * Part 6: the network trained on all images, with the learning rate that the validation images choose. The test images
 * are looked at once, at the end.
 *
 * @param chosen the best of the candidates
 */
record FinalNetwork(ImmutableList<Trained> candidates, Trained chosen, Trained trained, Evaluation test) {
    private static final double MOMENTUM = 0.9;
    private static final ImmutableList<Double> FACTORS = Lists.immutable.with(0.5, 1.0, 2.0);

    /** Tries candidates for half the epochs, then trains with the best one on all images. */
    static FinalNetwork train(Run run, DigitData digits, int epochs) {
        long seed = run.options().seed();
        ImmutableList<Trained> candidates = FACTORS.collect(factor -> {
            double rate = factor * run.options().learningRate();
            return training(rate, Math.ceilDiv(epochs, 2))
                    .train(run, "6. trying rate " + rate, seed, digits.train(), digits.validation());
        });
        Trained chosen = candidates.maxBy(FinalNetwork::accuracy);
        Trained trained = training(chosen.plan().rate(), epochs).train(run, "6. all images", seed, digits.all(), null);
        Evaluation test = Evaluation.of(trained.model(), digits.test());
        run.sayIfDiverged(trained.stepLosses().getFirst(), test.loss());
        return new FinalNetwork(candidates, chosen, trained, test);
    }

    private static DigitTraining training(double rate, int epochs) {
        return new DigitTraining(false, rate, MOMENTUM, true, epochs);
    }

    private static double accuracy(Trained candidate) {
        return candidate.history().last().get(Watch.VALIDATION_ACCURACY);
    }

    /** How the network of the final run was trained. */
    Provenance provenance(Provenance origin) {
        return origin.with("epochs", trained.history().epochs().size() + "")
                .with("learning rate", chosen.plan().rate() + "")
                .with("momentum", MOMENTUM + "")
                .with("test accuracy", test.accuracy() + "")
                .with("losses", trained.history().column(DigitTraining.LOSS).makeString(" "));
    }

    /** Beside the best test accuracy of part 5. */
    void report(Run run, boolean whole, double before) {
        Findings f = run.findings();
        var history = trained.history();
        double accuracy = test.accuracy();
        f.exact("final_learning_rate", chosen.plan().rate(), "");
        f.share("final_validation_accuracy", accuracy(chosen));
        f.number("final_test_loss", test.loss());
        f.share("final_test_accuracy", accuracy, whole ? "98 %" : "");
        f.value(
                "candidates",
                candidates.collect(each -> Lists.immutable.with(
                        each.plan().rate() + (each.equals(chosen) ? " (chosen)" : ""),
                        each.history().last())));
        f.value("momentum", MOMENTUM);
        f.value("finalEpochs", history.epochs().size());
        f.value("summary", Summary.of(trained.model(), Mnist.SIDE * Mnist.SIDE));
        f.value("before", before);
        f.value("gained", accuracy > before);
        f.value("gain", accuracy - before);
        f.curves("final-loss", Curve.from1("training", history.column(DigitTraining.LOSS)));
        f.pictures(HeatMap.of(MnistImages.DIGITS, test.confusion()).picture("confusion"));
        f.value("confusionTable", Table.of(MnistImages.DIGITS, test.confusion()));
        run.file("final-epochs.csv", history.csv());
    }
}
