package gradus.examples.cifar;

import module gradus.examples;

/**
 * A network after its training.
 *
 * @param before what each layer did with the validation images before the first step
 */
record Training(Setup setup, Sequential model, LayerStatistics before, History history, Evaluation validation) {
    private static final int QUICK_STEPS = 40;
    private static final int QUICK_BATCH = 50;
    private static final int EVALUATED_AT_ONCE = 1000;
    private static final Objective LOSS = (y, batch) -> new CrossEntropy().mean(y, batch.labels());

    /** What a quick run, which takes few steps, makes of a setup. */
    static Setup inTime(Run run, Setup asked) {
        return run.options().quick() ? asked.within(QUICK_STEPS, QUICK_BATCH) : asked;
    }

    /** Trains a new network; the seed of the run alone decides. */
    static Training run(Run run, Images images, Setup asked) {
        Setup setup = inTime(run, asked);
        long seed = run.options().seed();
        Sequential model = setup.network(images.mean(), images.classes().size(), Randomness.seeded(seed));
        LayerStatistics before = LayerStatistics.of(model, LOSS, images.validation());
        try (Progress progress = run.progress(setup.name(), setup.steps())) {
            Trainer trainer = Trainer.of(model, LOSS, setup.descent(model))
                    .epochs(Math.ceilDiv(setup.steps(), setup.stepsInEpoch(images)))
                    .maxSteps(setup.steps())
                    .evaluationBatchSize(EVALUATED_AT_ONCE)
                    .seed(seed)
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(images.validation())
                    .schedule(setup.schedule(setup.learningRate(), setup.stepsInEpoch(images)))
                    .listener(new Watch(progress));
            // the report's weights and pixels are wrong on purpose: no hints at that
            History history = (setup.start().fits() ? trainer : trainer.withoutHints())
                    .train(random -> images.batches(setup.batchSize(), setup.mirrors(), random));
            Evaluation validation = Evaluation.of(model, images.validation());
            progress.note("validation " + Numbers.percent(validation.accuracy()));
            return new Training(setup, model, before, history, validation);
        }
    }

    /** How the network was trained. */
    Provenance provenance(Provenance origin) {
        return origin.with("epochs", history.epochs().size() + "")
                .with("steps", setup.steps() + "")
                .with("learning rate", setup.learningRate() + "")
                .with("falling", setup.falling())
                .with("momentum", setup.momentum() + "")
                .with("lambda", setup.lambda() + "")
                .with("batch size", setup.batchSize() + "")
                .with("mirrored", setup.mirrors() + "")
                .with("losses", history.column("loss").makeString(" "));
    }

    Evaluation test(Images images) {
        return Evaluation.of(model, images.test());
    }

    /** What each layer does with the validation images now. */
    LayerStatistics after(Images images) {
        return LayerStatistics.of(model, LOSS, images.validation());
    }

    private int steps() {
        return history.stepLosses().size();
    }

    /** The mean loss of each of some groups of steps, at most 100 of them, at the group's last step. */
    Curve lossCurve(String name) {
        return Curves.means(name, history.stepLosses(), Math.ceilDiv(steps(), 100));
    }

    /** The mean loss of the first tenth of the steps. */
    double firstLoss() {
        return Curves.mean(history.stepLosses(), 0, Math.ceilDiv(steps(), 10));
    }

    /** The mean loss of the last tenth of the steps. */
    double lastLoss() {
        return lossAt(steps());
    }

    /** The mean loss of the last tenth of so many steps. */
    double lossAt(int steps) {
        int end = Math.min(steps, steps());
        return Curves.mean(history.stepLosses(), end - Math.ceilDiv(end, 10), end);
    }

    /** Whether the last tenth of the steps has a smaller loss than the tenth before. */
    boolean isStillFalling() {
        return lastLoss() < lossAt(steps() - Math.ceilDiv(steps(), 10));
    }

    /** The accuracy over the last epoch's training batches. */
    double trainAccuracy() {
        return history.last().get(Watch.ACCURACY);
    }

    Curve trainAccuracies(String name) {
        return Curves.percent(name, history, Watch.ACCURACY);
    }

    Curve validationAccuracies(String name) {
        return Curves.percent(name, history, Watch.VALIDATION_ACCURACY);
    }
}
