package gradus.examples.cifar;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Randomness;
import gradus.examples.cifar.Setup.Falling;
import gradus.examples.cifar.Setup.Start;
import gradus.examples.shared.Options;
import gradus.examples.shared.Run;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.SearchSpace;
import gradus.nn.train.Settings;
import gradus.nn.train.TrialResults;
import gradus.nn.train.Trials;
import gradus.plots.HeatMap;
import gradus.plots.LineChart;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Part 2: from settings that train badly to ones that train well. The validation images choose; the
 * test images are looked at once, at the end.
 *
 * @param poor the settings to begin with
 * @param reported the settings that the report chose
 * @param found settings drawn at random, by their accuracy on the validation images after a short
 *     training
 * @param byHand our own settings, trained for long
 * @param drawn the best of those found, trained for long
 * @param reportedSteps how many steps at the first rate the report's settings come to
 */
record Tuning(
        Training poor,
        Training reported,
        TrialResults<Setup> found,
        Training byHand,
        Training drawn,
        Evaluation test,
        Evaluation reportedTest,
        double reportedSteps,
        boolean original) {

    private static final Setup POOR =
            new Setup("first settings", 2, 50, Start.TINY, 200, 1e-4, new Falling.ByEpoch(0.95), 0, 0.25, 1000, false);
    private static final Setup REPORTED = new Setup(
            "the report's choice", 2, 250, Start.TINY, 1024, 0.002, new Falling.ByEpoch(0.88), 0, 0.2, 2000, false);
    private static final ImmutableList<Integer> HIDDEN_SIZES = Lists.immutable.with(50, 75, 125, 250);
    private static final int CANDIDATES_OF_A_SIZE = 2;
    private static final int LONGEST_NAME = 8;
    private static final int HIDDEN = 250;
    private static final double MOMENTUM = 0.9;
    private static final double LAMBDA = 1e-3;

    /** Below this a gap between the accuracies of training and validation is no overfitting. */
    private static final double SMALL_GAP = 0.05;

    static Tuning run(Run run, Images images) {
        Training poor = Training.run(run, images, POOR);
        Training reported = Training.run(run, images, REPORTED);
        TrialResults<Setup> found = Trials.seeded(run.options().seed())
                .search(
                        candidates(run),
                        (setup, _) ->
                                Training.run(run, images, setup).validation().accuracy());
        Setup own = own(run.options(), images);
        Training byHand = Training.run(run, images, own.named("settings by hand"));
        Training drawn = Training.run(
                run,
                images,
                found.highest()
                        .candidate()
                        .along(own.steps()
                                * own.batchSize()
                                / found.highest().candidate().batchSize())
                        .named("best drawn settings"));
        Training chosen = better(byHand, drawn);
        return new Tuning(
                poor,
                reported,
                found,
                byHand,
                drawn,
                chosen.test(images),
                reported.test(images),
                reported.stepsAtFirstRate(images),
                images.original());
    }

    /**
     * Our settings: first weights that fit, momentum, a rate that falls along a cosine, mirrored
     * images.
     */
    static Setup own(Options options, Images images) {
        int steps = options.epochs() * Math.max(1, images.train().size() / options.batchSize());
        return new Setup(
                "own settings",
                2,
                HIDDEN,
                Start.HE,
                options.batchSize(),
                options.learningRate(),
                new Falling.Cosine(),
                MOMENTUM,
                LAMBDA,
                steps,
                true);
    }

    /** For each number of hidden units some settings drawn at random. */
    private static ImmutableList<Setup> candidates(Run run) {
        Randomness random = run.random().split();
        SearchSpace space = SearchSpace.of()
                .values("batch", 64, 128, 256)
                .logUniform("rate", 0.005, 0.05)
                .values("decay", 0.5, 0.7, 0.88)
                .logUniform("lambda", 3e-4, 3e-3)
                .values("steps", 350, 700);
        int each = run.options().quick() ? 1 : CANDIDATES_OF_A_SIZE;
        return HIDDEN_SIZES
                .flatCollect(hidden -> space.sample(each, random).collect(settings -> candidate(hidden, settings)))
                .collectWithIndex((setup, i) -> Training.inTime(run, setup.named("candidate " + (i + 1))));
    }

    private static Setup candidate(int hidden, Settings settings) {
        return new Setup(
                "",
                2,
                hidden,
                Start.HE,
                settings.count("batch"),
                settings.get("rate"),
                new Falling.ByEpoch(settings.get("decay")),
                MOMENTUM,
                settings.get("lambda"),
                settings.count("steps"),
                true);
    }

    private static Training better(Training first, Training second) {
        return second.validation().accuracy() > first.validation().accuracy() ? second : first;
    }

    /** Which of the two long trainings the validation images choose. */
    Training chosen() {
        return better(byHand, drawn);
    }

    void addFigures(Figures figures) {
        figures.share("poor_validation_accuracy", poor.validation().accuracy(), beside("29 %"));
        figures.share(
                "reported_settings_validation_accuracy", reported.validation().accuracy(), beside("56.9 %"));
        figures.share("reported_settings_test_accuracy", reportedTest.accuracy(), beside("56.5 %"));
        figures.share("search_best_validation_accuracy", found.highest().score(), "");
        figures.share("chosen_validation_accuracy", chosen().validation().accuracy(), beside("56.9 %"));
        figures.share("chosen_test_accuracy", test.accuracy(), beside("56.5 %"));
        figures.number("chosen_test_loss", test.loss(), "");
    }

    /** A figure of the original report stands beside the images that it was on. */
    private String beside(String figure) {
        return original ? figure : "";
    }

    void write(Run run, Report report, ImmutableList<String> classes) {
        badSettings(report);
        reportedSettings(report);
        search(report);
        longTrainings(report);
        report.picture(
                        HeatMap.of(classes.collect(Tuning::shortened), test.confusion())
                                .picture("confusion"),
                        "Confusion matrix of the test images: rows are true classes, columns what the network says.")
                .table(
                        Table.of(classes, test.confusion()),
                        "The same in numbers, with the part of each class that is found.");
        run.file("chosen-epochs.csv", chosen().history().csv());
    }

    /** So that the names of neighboring columns do not meet. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + ".";
    }

    private void badSettings(Report report) {
        double gap = poor.trainAccuracy() - poor.validation().accuracy();
        report.section("2. From bad settings to good ones")
                .subsection("What is wrong with the first settings")
                .text("The network begins with " + describe(poor.setup()) + ". It ends with "
                        + percent(poor.validation().accuracy()) + " on the validation images"
                        + beside(" (the report: 29 %)") + ".")
                .picture(
                        LineChart.of(poor.lossCurve("loss"))
                                .axes("step", "cross-entropy (nats)")
                                .picture("poor-loss"),
                        "Loss of the training batches with the first settings: " + brief(poor.firstLoss())
                                + " over the first tenth of the steps, " + brief(poor.lastLoss()) + " over the last.")
                .picture(
                        LineChart.of(poor.trainAccuracies("training"), poor.validationAccuracies("validation"))
                                .axes("epoch", "accuracy (%)")
                                .picture("poor-accuracy"),
                        "Accuracy with the first settings: of the training batches during the epoch, of the"
                                + " validation images after it.")
                .text("The loss goes from " + brief(poor.firstLoss()) + " to " + brief(poor.lastLoss())
                        + (poor.isStillFalling()
                                ? " and is still falling at the end: the rate is too small for so few steps, not"
                                        + " too large."
                                : " and no longer falls at the end.")
                        + " The last epoch's training accuracy is " + percent(poor.trainAccuracy())
                        + ", the validation accuracy "
                        + percent(poor.validation().accuracy())
                        + (gap < SMALL_GAP
                                ? ": the network does not overfit, it has not learned yet, and can do with more units."
                                : "."));
    }

    private void reportedSettings(Report report) {
        report.subsection("The report's choice")
                .text("With " + describe(reported.setup()) + " the network reaches "
                        + percent(reported.validation().accuracy()) + " on the validation and "
                        + percent(reportedTest.accuracy()) + " on the test images. "
                        + (original ? "The report has 56.9 % and 56.5 % for these settings. " : "")
                        + "The rate falls after each epoch, and with "
                        + reported.setup().batchSize() + " examples in a step an epoch is short: all "
                        + reported.setup().steps()
                        + " steps together have the rates of " + Math.round(reportedSteps)
                        + " steps at the first rate. Training accuracy in the last epoch: "
                        + percent(reported.trainAccuracy()) + ".");
    }

    private void search(Report report) {
        ImmutableList<TrialResults.Result<Setup>> sorted = found.results()
                .toSortedListBy(result -> Double.isNaN(result.score()) ? 1 : -result.score())
                .toImmutable();
        report.subsection("Search")
                .text(found.results().size()
                        + " settings drawn at random, as many of each size, each trained for a few epochs. All"
                        + " begin with weights of the deviation √(2 / in) and"
                        + " pixels divided by 64, so that λ and the rate have other units than the report's;"
                        + " momentum is "
                        + MOMENTUM + " and every other image, on average, is mirrored.")
                .table(
                        new Table(
                                Lists.immutable.with(
                                        "candidate", "validation", "hidden", "batch", "rate", "decay", "λ", "steps"),
                                sorted.collect(result -> row(result.candidate(), result.score()))),
                        "Candidates, the best first.");
    }

    private static ImmutableList<String> row(Setup setup, double accuracy) {
        return Lists.immutable.with(
                setup.name(),
                Double.isNaN(accuracy) ? "diverged" : percent(accuracy),
                setup.hidden() + "",
                setup.batchSize() + "",
                brief(setup.learningRate()),
                setup.falling() instanceof Falling.ByEpoch(double factor) ? factor + "" : "cosine",
                brief(setup.lambda()),
                setup.steps() + "");
    }

    private void longTrainings(Report report) {
        Training chosen = chosen();
        report.subsection("The chosen network")
                .text("The best candidate and settings set by hand (" + describe(byHand.setup())
                        + ") are trained for long, with a rate that falls to 0 along a cosine. They reach "
                        + percent(drawn.validation().accuracy()) + " and "
                        + percent(byHand.validation().accuracy()) + " on the validation images, so the "
                        + chosen.setup().name()
                        + " are chosen. On the test images, which chose nothing, this network has "
                        + percent(test.accuracy()) + (original ? "; the report has 56.5 %." : "."))
                .picture(
                        LineChart.of(byHand.lossCurve("by hand"), drawn.lossCurve("best drawn"))
                                .axes("step", "cross-entropy (nats)")
                                .picture("chosen-loss"),
                        "Loss of the training batches in the two long trainings.")
                .picture(
                        LineChart.of(
                                        chosen.trainAccuracies("training"),
                                        chosen.validationAccuracies("validation"),
                                        reported.validationAccuracies("validation, the report's settings"))
                                .axes("epoch", "accuracy (%)")
                                .picture("chosen-accuracy"),
                        "Accuracy of the chosen network over the epochs, beside the report's settings.");
    }

    static String describe(Setup setup) {
        return setup.hidden() + " hidden units, batches of " + setup.batchSize() + ", learning rate "
                + setup.learningRate()
                + (setup.falling() instanceof Falling.ByEpoch(double factor) ? " times " + factor + " per epoch" : "")
                + ", λ = " + setup.lambda() + ", " + setup.steps() + " steps";
    }
}
