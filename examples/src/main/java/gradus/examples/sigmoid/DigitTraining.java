package gradus.examples.sigmoid;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Run;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import gradus.nn.train.History;
import gradus.nn.train.Objective;
import gradus.nn.train.Progress;
import gradus.nn.train.Trainer;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.jspecify.annotations.Nullable;

/**
 * How to train the 784-300-10 network.
 *
 * @param summed whether a step's loss is the sum over its batch, not the mean
 * @param falling whether the learning rate falls along a line to 0
 */
record DigitTraining(boolean summed, double rate, double momentum, boolean falling, int epochs) {
    /** A trained network, how it came about, and the mean loss of an example in each step. */
    record Trained(Sequential model, History history, ImmutableDoubleList stepLosses) {}

    /**
     * Trains the network from the weights that a seed draws; the order of the examples comes from the seed of the run.
     * Without validation examples only the training is measured.
     */
    Trained train(Run run, String name, long initialization, Dataset train, @Nullable Dataset validation) {
        Sequential model = DigitNetwork.untrained(Randomness.seeded(initialization));
        Optimizer descent = new SGD().momentum(momentum).of(model.parameters());
        int batchSize = run.options().batchSize();
        int stepsInEpoch = train.batches(batchSize).count();
        var loss = new CrossEntropy();
        Objective objective = (y, batch) -> summed ? loss.sum(y, batch.labels()) : loss.mean(y, batch.labels());
        try (Progress progress = run.progress(name, (long) epochs * stepsInEpoch)) {
            Trainer trainer = Trainer.of(model, objective, descent)
                    .untilNotFinite()
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .evaluationBatchSize(Watch.EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(
                            Watch.LOSS,
                            (y, batch) -> loss.mean(y, batch.labels()).item())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .schedule(schedule((long) epochs * stepsInEpoch))
                    .listener(new Watch(progress));
            History history = (validation == null ? trainer : trainer.validation(validation)).train(train);
            ImmutableDoubleList losses = history.stepLosses()
                    .collectWithIndex((value, step) -> {
                        int before = step % stepsInEpoch * batchSize;
                        return value / (summed ? Math.min(batchSize, train.size() - before) : 1);
                    })
                    .collectDouble(Double::doubleValue);
            return new Trained(model, history, losses);
        }
    }

    /** Whether the assignment's figures of PyTorch are of a run like this one, as to data, epochs and batches. */
    static boolean comparesWithPytorch(Run run, DigitData digits) {
        return digits.isWhole() && run.options().epochs() == 5 && run.options().batchSize() == 50;
    }

    private Schedule schedule(long steps) {
        return falling ? Schedule.linear(rate, 0, steps) : Schedule.constant(rate);
    }
}
