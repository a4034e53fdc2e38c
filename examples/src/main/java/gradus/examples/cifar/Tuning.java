package gradus.examples.cifar;

import gradus.examples.cifar.Setup.Start;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 2: from settings that train badly to ones that train well. The validation images choose; the test images are
 * looked at once, at the end.
 *
 * @param found settings drawn at random, by their accuracy on the validation images after a short training
 * @param drawn the best of those found, trained for as long as our own settings by hand
 * @param chosen which of the two the validation images choose
 */
record Tuning(
        Training poor, Training reported, TrialResults<Setup> found, Training byHand, Training drawn, Training chosen) {
    private static final int SHOWN_FILTERS = 60;
    private static final int LONGEST_NAME = 8;

    /** Below this a gap between the accuracies of training and validation is no overfitting. */
    private static final double SMALL_GAP = 0.05;

    private static final Setup POOR =
            new Setup("first settings", 2, 50, Start.TINY, 200, 1e-4, OptionalDouble.of(0.95), 0, 0.25, 1000, false);
    private static final Setup REPORTED = new Setup(
            "the report's choice", 2, 250, Start.TINY, 1024, 0.002, OptionalDouble.of(0.88), 0, 0.2, 2000, false);
    private static final ImmutableList<Integer> HIDDEN_SIZES = Lists.immutable.with(50, 75, 125, 250);
    private static final int CANDIDATES_OF_A_SIZE = 2;
    private static final int HIDDEN = 250;
    private static final double MOMENTUM = 0.9;
    private static final double LAMBDA = 1e-3;

    static Tuning run(Run run, Images images) {
        Training poor = Training.run(run, images, POOR);
        Training reported = Training.run(run, images, REPORTED);
        TrialResults<Setup> found = Trials.seeded(run.options().seed())
                .search(
                        candidates(run),
                        (setup, _) ->
                                Training.run(run, images, setup).validation().accuracy());
        Setup own = own(run.options(), images);
        Setup best = found.highest().candidate();
        Training byHand = Training.run(run, images, own.named("settings by hand"));
        Training drawn = Training.run(
                run,
                images,
                best.along(own.steps() * own.batchSize() / best.batchSize()).named("best drawn settings"));
        Training chosen = drawn.validation().accuracy() > byHand.validation().accuracy() ? drawn : byHand;
        return new Tuning(poor, reported, found, byHand, drawn, chosen);
    }

    /** Our settings: first weights that fit, momentum, a rate that falls along a cosine, mirrored images. */
    static Setup own(Options options, Images images) {
        int batch = options.batchSize();
        double rate = options.learningRate();
        int steps = options.epochs() * Math.max(1, images.train().size() / batch);
        return new Setup("", 2, HIDDEN, Start.HE, batch, rate, OptionalDouble.empty(), MOMENTUM, LAMBDA, steps, true);
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

    private static Setup candidate(int hidden, Settings drawn) {
        int batch = drawn.count("batch");
        double rate = drawn.get("rate");
        OptionalDouble decay = OptionalDouble.of(drawn.get("decay"));
        double lambda = drawn.get("lambda");
        int steps = drawn.count("steps");
        return new Setup("", 2, hidden, Start.HE, batch, rate, decay, MOMENTUM, lambda, steps, true);
    }

    void report(Run run, Images images) {
        Findings f = run.findings();
        Evaluation test = chosen.test(images);
        f.share("poor_validation_accuracy", poor.validation().accuracy(), images.beside("29 %"));
        f.share("reported_settings_validation_accuracy", reported.validation().accuracy(), images.beside("56.9 %"));
        f.share("reported_settings_test_accuracy", reported.test(images).accuracy(), images.beside("56.5 %"));
        f.share("search_best_validation_accuracy", found.highest().score());
        f.share("chosen_validation_accuracy", chosen.validation().accuracy(), images.beside("56.9 %"));
        f.share("chosen_test_accuracy", test.accuracy(), images.beside("56.5 %"));
        f.number("chosen_test_loss", test.loss());
        f.value("summary", Summary.of(chosen.model(), Cifar10.CHANNELS * Cifar10.SIDE * Cifar10.SIDE));
        f.value("tuning", this);
        f.value("smallGap", poor.trainAccuracy() - poor.validation().accuracy() < SMALL_GAP);
        // how many steps at the first rate have the same sum of rates as all of the report's steps
        Setup setup = reported.setup();
        Schedule rates = setup.schedule(1, setup.stepsInEpoch(images));
        f.value(
                "reportedSteps",
                Math.round(
                        IntStream.range(0, setup.steps()).mapToDouble(rates::at).sum()));
        f.value(
                "candidates",
                found.highestFirst()
                        .collect(result -> Lists.immutable.with(
                                result.candidate(),
                                Double.isNaN(result.score()) ? "diverged" : Numbers.percent(result.score()))));
        f.curves("poor-loss", poor.lossCurve("loss"));
        f.curves("poor-accuracy", poor.trainAccuracies("training"), poor.validationAccuracies("validation"));
        f.curves("chosen-loss", byHand.lossCurve("by hand"), drawn.lossCurve("best drawn"));
        f.curves(
                "chosen-accuracy",
                chosen.trainAccuracies("training"),
                chosen.validationAccuracies("validation"),
                reported.validationAccuracies("validation, the report's settings"));
        ImmutableList<String> classes = images.classes();
        f.pictures(
                HeatMap.of(classes.collect(Tuning::shortened), test.confusion()).picture("confusion"));
        f.value("confusionTable", Table.of(classes, test.confusion()));
        run.file("chosen-epochs.csv", chosen.history().csv());
        filters(f, "filters", chosen);
        filters(f, "filters-poor", poor);
    }

    /** So that the names of neighboring columns do not meet. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + ".";
    }

    /**
     * Part 3: the first weights of a unit are as many numbers as an image has, so they can be looked at as an image;
     * those of the units with the largest weights.
     */
    private static void filters(Findings f, String name, Training training) {
        Linear first = training.model().layers().selectInstancesOf(Linear.class).getFirst();
        Tensor weights = first.weight().value().detach();
        double[] strengths = weights.square().sum(1).toDoubleArray();
        int[] order = Interval.zeroTo(strengths.length - 1)
                .toSortedListBy(unit -> -strengths[unit])
                .take(SHOWN_FILTERS)
                .collectInt(unit -> unit)
                .toArray();
        Tensor shown = weights.indexSelect(0, Indices.of(order));
        f.pictures(ImageGrid.colored(shown, Cifar10.SIDE, Cifar10.SIDE)
                .eachItsOwnRange()
                .columns(12)
                .picture(name));
        f.value(name + "-shown", order.length);
    }
}
