package gradus.examples.digits;

import module gradus.nn;

/**
 * Part 5: a 64-64-1 ReLU network done right: weights by He et al., the loss from logits and averaged over the batch,
 * examples in a new order each epoch.
 *
 * @param lossBefore that of the test images before the first step
 */
record Corrected(Sequential model, double rate, double lossBefore, History history) {
    static final String ACCURACY = "accuracy";
    static final String TEST_ACCURACY = "validation " + ACCURACY;

    static final Objective LOSS = (logits, batch) -> new BinaryCrossEntropyWithLogits().mean(logits, batch.targets());

    private static final int HIDDEN = 64;

    /** A new network. */
    static Sequential network(Initializer weights, Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 64, HIDDEN, weights, random),
                new ReLU(),
                Linear.of(DType.F64, HIDDEN, 1, weights, random));
    }

    /** Trains a network by gradient descent with momentum. */
    static Corrected train(
            Sequential model, double rate, double momentum, int batchSize, int epochs, long seed, ReportData data) {
        Dataset test = data.test();
        double before = LOSS.of(model.forward(test.all().inputs()), test.all()).item();
        History history = Trainer.of(
                        model,
                        LOSS,
                        new SGD().momentum(momentum).of(model.parameters()).learningRate(rate))
                .untilNotFinite()
                .epochs(epochs)
                .batchSize(batchSize)
                .seed(seed)
                .metric(ACCURACY, Corrected::accuracy)
                .validation(test)
                .evaluationBatchSize(test.size())
                .train(data.train());
        return new Corrected(model, rate, before, history);
    }

    private static double accuracy(Tensor logits, Batch batch) {
        Tensor said = logits.greater(0).toTensor(DType.F64);
        return (double) said.equal(batch.targets()).count() / said.shape().size();
    }

    /** The part of the test images that are right at the end. */
    double accuracy() {
        return history.last().get(TEST_ACCURACY);
    }

    /** The mean loss of the training batches of the last epoch, each before its step. */
    double trainLoss() {
        return history.last().loss();
    }

    /** The loss of the test images at the end. */
    double testLoss() {
        return history.last().validationLoss();
    }

    /** How many steps it took. */
    int steps() {
        return history.stepLosses().size();
    }
}
