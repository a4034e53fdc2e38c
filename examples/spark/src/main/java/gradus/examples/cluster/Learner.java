package gradus.examples.cluster;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Watch;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import gradus.nn.train.Trainer;
import java.io.Serializable;

/**
 * What is trained and how: the same on one machine and in each worker of a cluster, to which it is
 * sent.
 *
 * @param perEpoch how many steps an epoch has
 */
record Learner(long seed, int epochs, double learningRate, int batchSize, int perEpoch) implements Serializable {
    static final int HIDDEN = 128;
    static final double DROPPED = 0.1;
    static final double MOMENTUM = 0.9;

    long steps() {
        return (long) epochs * perEpoch;
    }

    Sequential model() {
        Randomness random = Randomness.seeded(seed);
        return Sequential.of(
                Linear.of(Mnist.SIDE * Mnist.SIDE, HIDDEN, random),
                new Softplus(),
                new Dropout(DROPPED),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
    }

    /** The learning rate falls once an epoch, so that the last epochs settle. */
    Trainer trainer(Layer model) {
        return Trainer.of(
                        model,
                        (scores, batch) -> new CrossEntropy().mean(scores, batch.labels()),
                        new SGD().momentum(MOMENTUM).of(model))
                .epochs(epochs)
                .batchSize(batchSize)
                .seed(seed)
                .schedule(Schedule.linear(learningRate, 0, epochs).perEpoch(perEpoch))
                .metric(Watch.ACCURACY, Accuracy::of);
    }
}
