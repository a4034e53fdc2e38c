package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.ReLU;
import gradus.nn.Sequential;
import gradus.nn.optim.SGD;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * Part 5: a 64-64-1 ReLU network done right: weights by He et al., the loss from logits and averaged over the batch, examples in a new order each epoch.
 *
 * @param epochs the mean loss of the training batches, each before its step, and how the network does on all test images after the epoch
 */
record Corrected(Sequential model, ImmutableList<Epoch> epochs) {
    private static final int HIDDEN = 64;

    /** How to train it. */
    record Settings(double learningRate, double momentum, int batchSize, int epochs) {
        Settings learningRate(double rate) {
            return new Settings(rate, momentum, batchSize, epochs);
        }

        Settings batchSize(int size) {
            return new Settings(learningRate, momentum, size, epochs);
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
    static Corrected train(Sequential model, Settings settings, Labelled train, Labelled test, Randomness random) {
        SGD descent =
                SGD.of(model.parameters()).learningRate(settings.learningRate).momentum(settings.momentum);
        MutableList<Epoch> epochs = Lists.mutable.empty();
        for (int number = 0; number < settings.epochs; number++) {
            Labelled order = train.shuffled(random);
            double loss = 0;
            double right = 0;
            for (int from = 0; from < order.size(); from += settings.batchSize) {
                Labelled batch = order.slice(from, Math.min(from + settings.batchSize, order.size()));
                Tensor logits = model.forward(batch.images());
                Tensor mean = logits.binaryCrossEntropy(batch.labels()).mean();
                loss += mean.item() * batch.size();
                right += right(logits, batch);
                descent.minimize(mean);
            }
            Tensor logits = model.forward(test.images());
            epochs.add(new Epoch(
                    number,
                    loss / order.size(),
                    right / order.size(),
                    logits.binaryCrossEntropy(test.labels()).mean().item(),
                    right(logits, test) / test.size()));
        }
        return new Corrected(model, epochs.toImmutable());
    }

    private static double right(Tensor logits, Labelled batch) {
        return logits.greater(0).toTensor(DType.F64).equal(batch.labels()).count();
    }

    Epoch last() {
        return epochs.getLast();
    }
}
