package gradus.examples.softplus;

import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/**
 * A network after steepest descent, with the mean cross-entropy over all training points before each epoch and after
 * the last.
 */
record Training(double rate, Layer model, ImmutableDoubleList losses, Evaluation onTrain, Evaluation onTest) {
    /** An accuracy this close below the best possible one counts as reached. */
    private static final double CLOSE = 0.02;

    /**
     * The network of the assignment, in double precision: 2-12-5 with softplus between, weights by Glorot and Bengio.
     */
    static Sequential network(Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 2, 12, random),
                new Softplus(),
                Linear.of(DType.F64, 12, RingsAndClouds.CLASSES, random));
    }

    /** Trains a new network; the same seed gives the same first weights whatever the learning rate. */
    static Training run(Run run, Dataset train, Dataset test, double rate) {
        Layer model = network(run.random());
        int epochs = run.options().epochs();
        int batchSize = run.options().batchSize();
        int steps = train.batches(batchSize).count();
        try (Progress progress = run.progress("learning rate " + rate, (long) epochs * steps)) {
            Trainer trainer = Trainer.of(
                            model,
                            (scores, batch) -> new CrossEntropy().mean(scores, batch.labels()),
                            new SGD().of(model).learningRate(rate))
                    .untilNotFinite()
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(run.options().seed())
                    .listener(new Watch(progress));
            // one step over all points: their order changes nothing but the rounding
            History history = (batchSize < train.size() ? trainer : trainer.inOrder()).train(train);
            double last = loss(model, train.all()).item();
            progress.note("loss " + Numbers.brief(last));
            ImmutableDoubleList losses = history.column(Epoch.LOSS).newWith(last);
            return new Training(rate, model, losses, Evaluation.of(model, train), Evaluation.of(model, test));
        }
    }

    /** The cross-entropy of the model's scores, averaged over all points, in nats. */
    static Tensor loss(Layer model, Batch batch) {
        return new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
    }

    /**
     * The result.
     *
     * @param original whether it is of as many points as the assignment has, so that its figures can stand beside
     * @param cells along each side of the square over which the optimum is integrated
     */
    void report(Findings f, Dataset test, boolean original, int cells) {
        BayesOptimum optimum = optimum(cells);
        double best = optimum.accuracy();
        double expected = optimum.accuracyOf(model.forward(optimum.midpoints()).argMax(-1));
        ConfusionMatrix confusion = onTest.confusion();
        f.share("train_accuracy", onTrain.accuracy(), original ? "65.75 %" : "");
        f.share("test_accuracy", onTest.accuracy(), original ? "66 %" : "");
        f.number("train_loss", onTrain.loss());
        f.number("test_loss", onTest.loss(), original ? "0.702" : "");
        f.share("expected_accuracy", expected);
        f.share("bayes_accuracy", best);
        f.number("bayes_loss", optimum.loss());
        f.value("chosen", this);
        f.value("isAsked", rate == SoftplusProgram.ASKED_RATE);
        f.curves("loss", Curve.from0("training loss", losses));
        f.pictures(
                HeatMap.of(RingsAndClouds.CLASS_NAMES, confusion).picture("confusion"),
                DecisionRegions.of(
                                Window.around(7.5),
                                points -> model.forward(points).argMax(-1))
                        .cells(190)
                        .points(Points.byClass(RingsAndClouds.CLASS_NAMES, test))
                        .picture("regions"));
        f.value("confusionTable", Table.of(RingsAndClouds.CLASS_NAMES, confusion));
        f.value("integrationError", Math.abs(best - optimum(cells / 2).accuracy()));
        f.value("missing", best - expected);
        f.value("isClose", best - expected < CLOSE);
        long wrong = confusion.total() - confusion.correct();
        f.value("wrong", wrong);
        f.value("anyWrong", wrong != 0);
        f.value("amongRings", amongRings(confusion));
    }

    /** Integrates over a square that holds all but 10⁻⁷ of the probability. */
    private static BayesOptimum optimum(int cells) {
        return new BayesOptimum(RingsAndClouds.CLASSES, RingsAndClouds::density, 10, cells);
    }

    /** How many rings are taken for other rings. */
    private static long amongRings(ConfusionMatrix confusion) {
        Interval rings = Interval.zeroTo(RingsAndClouds.RINGS - 1);
        return rings.sumOfLong(
                truth -> rings.reject(named -> named.equals(truth)).sumOfInt(named -> confusion.count(truth, named)));
    }

    /** All learning rates beside each other. */
    static void report(Run run, ImmutableList<Training> trainings) {
        Findings f = run.findings();
        f.value("trainings", trainings);
        trainings.forEach(training -> {
            String name = "rate_" + training.rate + "_";
            f.number(name + "train_loss", training.onTrain().loss());
            f.share(name + "train_accuracy", training.onTrain().accuracy());
            f.number(name + "test_loss", training.onTest().loss());
            f.share(name + "test_accuracy", training.onTest().accuracy());
        });
        f.curves(
                "learning-rates", trainings.collect(training -> Curve.from0("rate " + training.rate, training.losses)));
        Table.Columns<Integer> losses = Table.over(
                        Interval.zeroTo(run.options().epochs()).toImmutableList())
                .column("epoch", epoch -> epoch);
        for (Training training : trainings) {
            losses = losses.column("rate_" + training.rate, training.losses::get);
        }
        run.file("losses.csv", losses.table().csv());
    }
}
