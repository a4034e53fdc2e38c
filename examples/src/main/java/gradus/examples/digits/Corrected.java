package gradus.examples.digits;

import module gradus.examples;

/**
 * Part 5: a 64-64-1 ReLU network done right: weights by He et al., the loss from logits and averaged over the batch,
 * examples in a new order each epoch.
 *
 * @param lossBefore that of the test images before the first step
 */
record Corrected(Sequential model, double rate, double lossBefore, History history) {
    static final double MOMENTUM = 0.9;

    static final Objective LOSS = (logits, batch) -> new BinaryCrossEntropyWithLogits().mean(logits, batch.targets());

    private static final int HIDDEN = 64;

    /** A new network. */
    static Sequential network(Initializer weights, Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 64, HIDDEN, weights, random),
                new ReLU(),
                Linear.of(DType.F64, HIDDEN, 1, weights, random));
    }

    /** A network that is trained with what the user asked for. */
    static Corrected train(Options options, ReportData data) {
        Sequential model = network(Initializer.heNormal(), Randomness.seeded(options.seed()));
        Trainer trainer = trainer(model, options.learningRate(), MOMENTUM, data)
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .seed(options.seed());
        return train(model, options.learningRate(), trainer, data);
    }

    static Corrected train(Sequential model, double rate, Trainer trainer, ReportData data) {
        Batch test = data.test().all();
        double before = LOSS.of(model.forward(test.inputs()), test).item();
        return new Corrected(model, rate, before, trainer.train(data.train()));
    }

    /** Gradient descent with momentum. */
    static Trainer trainer(Sequential model, double rate, double momentum, ReportData data) {
        Optimizer descent = new SGD().momentum(momentum).of(model).learningRate(rate);
        return Trainer.of(model, LOSS, descent)
                .untilNotFinite()
                .metric(Watch.ACCURACY, Corrected::accuracy)
                .validation(data.test())
                .evaluationBatchSize(data.test().size());
    }

    private static double accuracy(Tensor logits, Batch batch) {
        Tensor said = logits.greater(0).toTensor(DType.F64);
        return (double) said.equal(batch.targets()).count() / said.shape().size();
    }

    /** The part of the test images that are right at the end. */
    double accuracy() {
        return history.last().get(Watch.VALIDATION_ACCURACY);
    }

    /** The loss of the test images at the end. */
    double testLoss() {
        return history.last().validationLoss();
    }

    void report(Findings f) {
        f.share("corrected_test_accuracy", accuracy());
        f.number("corrected_test_loss", testLoss());
        f.value("summary", Summary.of(model, 64));
        f.curves("corrected-loss", Curves.losses(history, "test"));
        f.curves(
                "corrected-accuracy",
                Curve.from1("training", history.column(Watch.ACCURACY)),
                Curve.from1("test", history.column(Watch.VALIDATION_ACCURACY)));
    }
}
