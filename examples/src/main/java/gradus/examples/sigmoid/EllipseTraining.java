package gradus.examples.sigmoid;

import java.util.random.RandomGenerator;
import module gradus.examples;

/**
 * Part 3: the 2-3-2 network learns which points are inside of an ellipse, one point at a time.
 *
 * @param firstLengths of the weights of each hidden unit, before the training
 */
record EllipseTraining(Ellipse data, double rate, Sequential model, String firstLengths, History history) {
    private static final int AVERAGED_STEPS = 150;
    private static final int SHOWN_POINTS = 1500;
    private static final int CELLS = 200;

    /** An accuracy this close to that of always saying the same counts as equal to it. */
    private static final double CLOSE = 0.02;

    private static final double RATE = 0.01;

    /** Few points take longer steps to leave the plateau behind. */
    private static final double QUICK_RATE = 0.2;

    private static final int TRAIN = 60_000;
    private static final int VALIDATION = 10_000;
    private static final int REPORT_SEED = 0;
    private static final Initializer FIRST_WEIGHTS = Initializer.normal(0, 1);

    /** The first points of each part of the report's 70,000; the others are drawn all the same. */
    private static Ellipse draw(int points) {
        Ellipse all = Ellipse.generated(TRAIN, VALIDATION, NumpyRandomState.seeded(REPORT_SEED));
        return new Ellipse(
                all.train().slice(0, Math.min(points, TRAIN)), all.validation().slice(0, Math.min(points, VALIDATION)));
    }

    static EllipseTraining train(Run run, int points) {
        Ellipse data = draw(points);
        double rate = run.options().quick() ? QUICK_RATE : RATE;
        RandomGenerator random = run.random();
        Sequential model = Sequential.of(
                Linear.of(DType.F64, 2, 3, FIRST_WEIGHTS, random),
                new Sigmoid(),
                Linear.of(DType.F64, 3, 2, FIRST_WEIGHTS, random));
        String firstLengths = lengths(model);
        Optimizer descent = new SGD().of(model.parameters()).learningRate(rate);
        int epochs = run.options().epochs();
        try (Progress progress =
                run.progress("3. ellipse", (long) epochs * data.train().size())) {
            History history = Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), descent)
                    .epochs(epochs)
                    .batchSize(1)
                    .evaluationBatchSize(DigitTraining.EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(data.validation())
                    .listener(new Watch(progress))
                    .train(data.train());
            return new EllipseTraining(data, rate, model, firstLengths, history);
        }
    }

    /** How steep each hidden unit is: the length of its weights. */
    private static String lengths(Sequential model) {
        Tensor weights = model.parameters().getFirst().value().detach();
        return DoubleLists.immutable
                .with(weights.square().sum(1).sqrt().toDoubleArray())
                .collect(Words::rounded)
                .makeString();
    }

    void report(Run run) {
        Findings f = run.findings();
        Dataset validation = data.validation();
        f.value("ellipse", this);
        counts(f, "ellipse_train_label_", data.train());
        counts(f, "ellipse_validation_label_", validation);
        f.number("ellipse_train_loss", history.last().loss());
        f.number("ellipse_validation_loss", history.last().validationLoss());
        var counts = validation.classCounts();
        double majority = (double) counts.max() / validation.size();
        f.share("ellipse_validation_majority", majority);
        f.share("ellipse_validation_accuracy", history.last().get(Watch.VALIDATION_ACCURACY));
        int learned = history.epochs().detectIndex(epoch -> epoch.get(Watch.VALIDATION_ACCURACY) > majority + CLOSE);
        f.value("majorityLabel", counts.indexOf(counts.max()));
        f.value("onThePlateau", learned < 0 ? history.epochs().size() : learned);
        f.value("atOnce", learned == 0);
        f.value("stuck", learned < 0);
        f.value("lastLengths", lengths(model));
        int part = Math.min(AVERAGED_STEPS, history.stepLosses().size());
        f.curves("ellipse-steps", Curves.means("training", history.stepLosses(), part));
        f.curves("ellipse-epochs", Curves.losses(history, "validation"));
        run.file("ellipse-epochs.csv", history.csv());
        int shown = Math.min(SHOWN_POINTS, validation.size());
        f.value("shown", shown);
        f.pictures(DecisionRegions.of(
                        Window.around(1), points -> model.forward(points).argMax(-1))
                .cells(CELLS)
                .points(Points.byClass(Lists.immutable.with("inside", "outside"), validation.slice(0, shown)))
                .picture("ellipse-regions"));
    }

    private static void counts(Findings f, String name, Dataset data) {
        data.classCounts().forEachWithIndex((count, label) -> f.count(name + label, count));
    }
}
