package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Objective;
import gradus.nn.train.Trainer;

/**
 * Part 5: a 64-64-1 ReLU network done right: weights by He et al., the loss from logits and averaged over the batch,
 * examples in a new order each epoch.
 *
 * @param lossBefore that of the test images before the first step
 */
record Corrected(Sequential model, double lossBefore, History history) {
    static final String ACCURACY = "accuracy";

    static final Objective LOSS = (logits, batch) -> new BinaryCrossEntropyWithLogits().mean(logits, batch.targets());

    private static final int HIDDEN = 64;

    /** How to train it. */
    record TrainingSettings(double learningRate, double momentum, int batchSize, int epochs, long seed) {
        TrainingSettings learningRate(double rate) {
            return new TrainingSettings(rate, momentum, batchSize, epochs, seed);
        }

        TrainingSettings batchSize(int size) {
            return new TrainingSettings(learningRate, momentum, size, epochs, seed);
        }
    }

    /** A new network. */
    static Sequential network(Initializer weights, Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 64, HIDDEN, weights, random),
                new ReLU(),
                Linear.of(DType.F64, HIDDEN, 1, weights, random));
    }

    /** Trains a network. */
    static Corrected train(Sequential model, TrainingSettings settings, Dataset train, Dataset test) {
        Optimizer descent =
                new SGD().momentum(settings.momentum).of(model.parameters()).learningRate(settings.learningRate);
        double before = LOSS.of(model.forward(test.all().inputs()), test.all()).item();
        History history = Trainer.of(model, LOSS, descent)
                .untilNotFinite()
                .epochs(settings.epochs)
                .batchSize(settings.batchSize)
                .seed(settings.seed)
                .metric(ACCURACY, Corrected::accuracy)
                .validation(test)
                .evaluationBatchSize(test.size())
                .train(train);
        return new Corrected(model, before, history);
    }

    private static double accuracy(Tensor logits, Batch batch) {
        return (double) logits.greater(0)
                        .toTensor(DType.F64)
                        .equal(batch.targets())
                        .count()
                / logits.shape().size();
    }

    /** The part of the test images that are right at the end. */
    double accuracy() {
        return history.last().get("validation " + ACCURACY);
    }

    /** The mean loss of the training batches of the last epoch, each before its step. */
    double trainLoss() {
        return history.last().get(Epoch.LOSS);
    }

    /** The loss of the test images at the end. */
    double testLoss() {
        return history.last().validationLoss();
    }
}
