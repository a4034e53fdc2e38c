package gradus.examples.cifar;

import gradus.examples.cifar.Setup.Falling;
import gradus.examples.cifar.Setup.Start;
import gradus.examples.shared.Options;
import gradus.examples.shared.Run;
import java.util.stream.IntStream;
import module gradus.nn;
import module org.eclipse.collections.api;

/**
 * Part 2: from settings that train badly to ones that train well. The validation images choose; the test images are
 * looked at once, at the end.
 *
 * @param poor the settings to begin with
 * @param reported the settings that the report chose
 * @param found settings drawn at random, by their accuracy on the validation images after a short training
 * @param byHand our own settings, trained for long
 * @param drawn the best of those found, trained for long
 * @param chosen which of the two the validation images choose
 * @param reportedSteps how many steps at the first rate have the same sum of rates as all of the report's steps
 */
record Tuning(
        Training poor,
        Training reported,
        TrialResults<Setup> found,
        Training byHand,
        Training drawn,
        Training chosen,
        Evaluation test,
        Evaluation reportedTest,
        double reportedSteps) {

    private static final Setup POOR =
            new Setup("first settings", 2, 50, Start.TINY, 200, 1e-4, new Falling.ByEpoch(0.95), 0, 0.25, 1000, false);
    private static final Setup REPORTED = new Setup(
            "the report's choice", 2, 250, Start.TINY, 1024, 0.002, new Falling.ByEpoch(0.88), 0, 0.2, 2000, false);
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
        var rates = reported.setup().schedule(1, images);
        double steps = IntStream.range(0, reported.setup().steps())
                .mapToDouble(rates::at)
                .sum();
        return new Tuning(
                poor, reported, found, byHand, drawn, chosen, chosen.test(images), reported.test(images), steps);
    }

    /** Our settings: first weights that fit, momentum, a rate that falls along a cosine, mirrored images. */
    static Setup own(Options options, Images images) {
        int batch = options.batchSize();
        double rate = options.learningRate();
        int steps = options.epochs() * Math.max(1, images.train().size() / batch);
        return new Setup("", 2, HIDDEN, Start.HE, batch, rate, new Falling.Cosine(), MOMENTUM, LAMBDA, steps, true);
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
        Falling falling = new Falling.ByEpoch(drawn.get("decay"));
        double lambda = drawn.get("lambda");
        int steps = drawn.count("steps");
        return new Setup("", 2, hidden, Start.HE, batch, rate, falling, MOMENTUM, lambda, steps, true);
    }
}
