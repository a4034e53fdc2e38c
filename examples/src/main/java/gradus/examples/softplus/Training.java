package gradus.examples.softplus;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Numbers;
import gradus.examples.shared.Progress;
import gradus.examples.shared.Run;
import gradus.examples.softplus.FiveClasses.Sample;
import gradus.nn.CrossEntropy;
import gradus.nn.Layer;
import gradus.nn.Linear;
import gradus.nn.SGD;
import gradus.nn.Sequential;
import gradus.nn.Softplus;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** A network after steepest descent, with its mean cross-entropy over all training points before each epoch and after the last. */
record Training(double learningRate, Layer model, ImmutableDoubleList losses) {

    /** The network of the assignment, in double precision: 2-12-5 with softplus between, weights by Glorot and Bengio. */
    static Sequential network(Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 2, 12, random),
                new Softplus(),
                Linear.of(DType.F64, 12, FiveClasses.COUNT, random));
    }

    /** Trains a new network; the same seed gives the same first weights whatever the learning rate. */
    static Training run(Run run, Sample train, double learningRate) {
        Randomness random = run.random();
        Layer model = network(random);
        SGD descent = SGD.of(model.parameters()).learningRate(learningRate);
        int epochs = run.options().epochs();
        double[] losses = new double[epochs + 1];
        try (Progress progress = run.progress("learning rate " + learningRate, epochs)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                losses[epoch] = epoch(model, descent, train, run.options().batchSize(), random);
                progress.step();
                progress.note("loss " + Numbers.brief(losses[epoch]));
            }
            losses[epochs] = loss(model, train).item();
            progress.note("loss " + Numbers.brief(losses[epochs]));
        }
        return new Training(learningRate, model, DoubleLists.immutable.with(losses));
    }

    /** One pass over the points: a single step with all of them, or one with each batch in random order. Gives the loss before. */
    private static double epoch(Layer model, SGD descent, Sample train, int batchSize, Randomness random) {
        if (batchSize >= train.size()) {
            Tensor loss = loss(model, train);
            descent.step(loss.gradients());
            return loss.item();
        }
        double before = loss(model, train).item();
        Indices order = random.permutation(train.size());
        for (int start = 0; start < train.size(); start += batchSize) {
            Sample batch = train.select(order, start, Math.min(start + batchSize, train.size()));
            descent.step(loss(model, batch).gradients());
        }
        return before;
    }

    /** The cross-entropy, averaged over all points, in nats. */
    static Tensor loss(Layer model, Sample sample) {
        return CrossEntropy.mean().of(model.forward(sample.points()), sample.labels());
    }

    /** The class with the highest score at each point. */
    Indices predict(Tensor points) {
        return model.forward(points).argMax(-1);
    }

    /** The part of the points that are given their own class. */
    double accuracy(Sample sample) {
        return predict(sample.points()).equal(sample.labels()).count() / (double) sample.size();
    }

    double finalLoss() {
        return losses.getLast();
    }
}
