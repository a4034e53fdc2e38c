package gradus.examples.sigmoid;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.examples.sigmoid.DigitTraining.Trained;
import gradus.nn.Summary;
import gradus.nn.data.Mnist;
import gradus.nn.files.Provenance;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.plots.Curve;
import gradus.plots.HeatMap;
import gradus.plots.LineChart;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Part 6: the network trained on all images, with the learning rate that the validation images
 * choose. The test images are looked at once, at the end.
 *
 * @param chosen the best of the candidates
 * @param before the best test accuracy of part 5
 * @param whole whether it read all of MNIST, as the original report did
 */
record FinalNetwork(
        ImmutableList<Candidate> candidates,
        Candidate chosen,
        Trained trained,
        Evaluation test,
        double before,
        boolean whole)
        implements Part {
    private static final double MOMENTUM = 0.9;
    private static final ImmutableList<Double> FACTORS = Lists.immutable.with(0.5, 1.0, 2.0);

    /**
     * A learning rate that was tried without the validation images, and what it reached on them.
     */
    record Candidate(double rate, double accuracy, double loss) {}

    /** Tries candidates for half the epochs, then trains with the best one on all images. */
    static FinalNetwork train(Run run, DigitData digits, int epochs, double before) {
        ImmutableList<Candidate> candidates = FACTORS.collect(
                factor -> attempt(run, digits, factor * run.options().learningRate(), Math.ceilDiv(epochs, 2)));
        Candidate chosen = candidates.maxBy(Candidate::accuracy);
        Trained trained = training(chosen.rate(), epochs)
                .train(run, "6. all images", run.options().seed(), digits.all(), null);
        Evaluation test = Evaluation.of(trained.model(), digits.test());
        run.sayIfDiverged(trained.stepLosses().getFirst(), test.loss());
        return new FinalNetwork(candidates, chosen, trained, test, before, digits.isWhole());
    }

    private static Candidate attempt(Run run, DigitData digits, double rate, int epochs) {
        Epoch last = training(rate, epochs)
                .train(run, "6. trying rate " + rate, run.options().seed(), digits.train(), digits.validation())
                .history()
                .last();
        return new Candidate(rate, last.get(Watch.VALIDATION_ACCURACY), last.get(Watch.VALIDATION_LOSS));
    }

    private static DigitTraining training(double rate, int epochs) {
        return new DigitTraining(false, rate, MOMENTUM, true, epochs);
    }

    /** How the network of the final run was trained. */
    Provenance provenance(Provenance origin) {
        return origin.with("epochs", trained.history().epochs().size() + "")
                .with("learning rate", chosen.rate() + "")
                .with("momentum", MOMENTUM + "")
                .with("test accuracy", test.accuracy() + "")
                .with("losses", trained.history().column(Watch.LOSS).makeString(" "));
    }

    @Override
    public void addFigures(Figures figures) {
        figures.exact("final_learning_rate", chosen.rate(), "");
        figures.share("final_validation_accuracy", chosen.accuracy(), "");
        figures.number("final_test_loss", test.loss(), "");
        figures.share("final_test_accuracy", test.accuracy(), whole ? "98 %" : "");
    }

    @Override
    public void write(Run run, Report report) {
        ImmutableList<Epoch> epochs = trained.history().epochs();
        Picture loss = LineChart.of(new Curve(
                        "training",
                        epochs.collectDouble(Epoch::number),
                        epochs.collectDouble(epoch -> epoch.get(Watch.LOSS))))
                .axes("epoch", "cross-entropy of an example (nats)")
                .picture("final-loss");
        Picture matrix = HeatMap.of(MnistImages.DIGITS, test.confusion()).picture("confusion");
        run.file("final-epochs.csv", trained.history().csv());
        report.section("6. Final run")
                .text("The network of part 5, with another descent: momentum " + MOMENTUM
                        + ", the mean loss, a learning rate that falls along a line to 0, and "
                        + Words.counted(epochs.size(), "epoch")
                        + ". The first weights are uniform with the variance 2 / (in + out) (Glorot and Bengio, 2010)."
                        + " Which rate to begin with is chosen by the validation images, after half as many epochs on"
                        + " the others:")
                .table(candidateTable(), "Candidates, on the validation images.")
                .listing(Summary.of(trained.model(), Mnist.SIDE * Mnist.SIDE).toString())
                .text("With the rate " + chosen.rate()
                        + " the network is then trained from its first weights on all images, the validation images"
                        + " included, and tested once: " + percent(test.accuracy())
                        + " of the test images are read correctly. " + verdict())
                .picture(loss, "Training loss over the epochs of the final run: the mean over the epoch's steps.")
                .picture(
                        matrix,
                        "Confusion matrix of the test images: rows are true digits, columns what the network reads.")
                .table(
                        Table.of(MnistImages.DIGITS, test.confusion()),
                        "The same in numbers, with the part of each digit that is found.");
    }

    private String verdict() {
        double gained = test.accuracy() - before;
        return (gained > 0
                        ? "That is " + Words.points(gained)
                                + " more than with the best rate of part 5: what that lacked was not another network"
                                + " but a better descent of the same one."
                        : "With the best rate of part 5 it was " + percent(before)
                                + ": in this run the other descent has not paid.")
                + (whole ? " The original report claims 98 %." : "");
    }

    private Table candidateTable() {
        return new Table(
                Lists.immutable.with("first learning rate", "validation loss", "validation accuracy"),
                candidates.collect(candidate -> Lists.immutable.with(
                        candidate.rate() + (candidate.equals(chosen) ? " (chosen)" : ""),
                        brief(candidate.loss()),
                        percent(candidate.accuracy()))));
    }
}
