package gradus.examples.softplus;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Run;
import gradus.nn.CrossEntropy;
import gradus.nn.Layer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.Softplus;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import gradus.nn.report.Numbers;
import gradus.nn.train.Progress;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** A network after steepest descent, with the mean cross-entropy over all training points before each epoch and after the last. */
record Training(double learningRate, Layer model, ImmutableDoubleList losses) {

    /** The network of the assignment, in double precision: 2-12-5 with softplus between, weights by Glorot and Bengio. */
    static Sequential network(Randomness random) {
        return Sequential.of(
                Linear.of(DType.F64, 2, 12, random),
                new Softplus(),
                Linear.of(DType.F64, 12, FiveClasses.COUNT, random));
    }

    /** Trains a new network; the same seed gives the same first weights whatever the learning rate. */
    static Training run(Run run, Dataset train, double learningRate) {
        Randomness random = run.random();
        Layer model = network(random);
        SGD descent = SGD.of(model.parameters()).learningRate(learningRate);
        MutableDoubleList losses = DoubleLists.mutable.empty();
        int epochs = run.options().epochs();
        try (Progress progress = run.progress("learning rate " + learningRate, epochs)) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                losses.add(epoch(model, descent, train, run.options().batchSize(), random));
                progress.step();
                progress.note("loss " + Numbers.brief(losses.getLast()));
            }
            losses.add(loss(model, train.all()).item());
            progress.note("loss " + Numbers.brief(losses.getLast()));
        }
        return new Training(learningRate, model, losses.toImmutable());
    }

    /** One pass over the points, in random order unless they all make one step. Gives the loss: of each batch before its step. */
    private static double epoch(Layer model, SGD descent, Dataset train, int batchSize, Randomness random) {
        Dataset order = batchSize < train.size() ? train.shuffled(random) : train;
        double sum = 0;
        for (Batch batch : order.batches(batchSize)) {
            Tensor loss = loss(model, batch);
            descent.minimize(loss);
            sum += loss.item() * batch.size();
        }
        return sum / train.size();
    }

    /** The cross-entropy, averaged over all points, in nats. */
    static Tensor loss(Layer model, Batch batch) {
        return CrossEntropy.mean().of(model.forward(batch.inputs()), batch.labels());
    }

    /** The class with the highest score at each point. */
    Indices predict(Tensor points) {
        return model.forward(points).argMax(-1);
    }

    /** How well it does on a data set. */
    Evaluation on(Dataset data) {
        return Evaluation.of(model, data);
    }

    double finalLoss() {
        return losses.getLast();
    }
}
