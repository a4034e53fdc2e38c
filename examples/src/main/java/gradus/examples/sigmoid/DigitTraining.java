package gradus.examples.sigmoid;

import java.util.random.RandomGenerator;
import module gradus.examples;
import org.jspecify.annotations.Nullable;

/**
 * The network of parts 4 to 6, 784-300-10, and how to train it.
 *
 * @param summed whether a step's loss is the sum over its batch, not the mean
 * @param falling whether the learning rate falls along a line to 0
 */
record DigitTraining(boolean summed, double rate, double momentum, boolean falling, int epochs) {
    /** The mean loss of an example, which is measured besides the loss of a batch. */
    static final String LOSS = "mean loss";

    static final String VALIDATION_LOSS = "validation " + LOSS;

    /** Examples evaluated at once: more than a batch has, for speed. */
    static final int EVALUATED_AT_ONCE = 1000;

    private static final int HIDDEN = 300;

    /** Sigmoid hidden units, logits out; weights as {@link Linear} draws them, biases 0. */
    static Sequential untrained(RandomGenerator random) {
        return Sequential.of(
                Linear.of(Mnist.SIDE * Mnist.SIDE, HIDDEN, random),
                new Sigmoid(),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
    }

    /** A trained network, how it was to be trained and how that went, and the mean loss of an example in each step. */
    record Trained(DigitTraining plan, Sequential model, History history, ImmutableDoubleList stepLosses) {}

    /**
     * Trains the network from the weights that a seed draws; the order of the examples comes from the seed of the run.
     * Without validation examples only the training is measured.
     */
    Trained train(Run run, String name, long initialization, Dataset train, @Nullable Dataset validation) {
        Sequential model = untrained(Randomness.seeded(initialization));
        int batchSize = run.options().batchSize();
        int stepsInEpoch = train.batches(batchSize).count();
        long steps = (long) epochs * stepsInEpoch;
        CrossEntropy loss = new CrossEntropy();
        try (Progress progress = run.progress(name, steps)) {
            Trainer trainer = Trainer.of(
                            model,
                            (y, batch) -> summed ? loss.sum(y, batch.labels()) : loss.mean(y, batch.labels()),
                            new SGD().momentum(momentum).of(model.parameters()))
                    .untilNotFinite()
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .evaluationBatchSize(EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(LOSS, (y, batch) -> loss.mean(y, batch.labels()).item())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .schedule(falling ? Schedule.linear(rate, 0, steps) : Schedule.constant(rate))
                    .listener(new Watch(progress));
            History history = (validation == null ? trainer : trainer.validation(validation)).train(train);
            ImmutableDoubleList losses = history.stepLosses()
                    .collectWithIndex((value, step) -> {
                        int before = step % stepsInEpoch * batchSize;
                        return value / (summed ? Math.min(batchSize, train.size() - before) : 1);
                    })
                    .collectDouble(Double::doubleValue);
            return new Trained(this, model, history, losses);
        }
    }
}
