package gradus.examples.softplus;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Run;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.RingsAndClouds;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import gradus.nn.report.Numbers;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Progress;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/**
 * A network after steepest descent, with the mean cross-entropy over all training points before each epoch and after
 * the last.
 */
record Training(double learningRate, Layer model, ImmutableDoubleList losses) {

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
    static Training run(Run run, Dataset train, double learningRate) {
        Layer model = network(run.random());
        int epochs = run.options().epochs();
        int batchSize = run.options().batchSize();
        try (Progress progress = run.progress("learning rate " + learningRate, epochs)) {
            Trainer trainer = Trainer.of(
                            model, Training::loss, new SGD().of(model).learningRate(learningRate))
                    .untilNotFinite()
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(run.options().seed())
                    .listener(new Watch(progress));
            // one step over all points: their order changes nothing but the rounding
            History history = (batchSize < train.size() ? trainer : trainer.inOrder()).train(train);
            double last = loss(model, train.all()).item();
            progress.note("loss " + Numbers.brief(last));
            return new Training(learningRate, model, history.column(Epoch.LOSS).newWith(last));
        }
    }

    private record Watch(Progress progress) implements TrainingListener {
        @Override
        public void epoch(Epoch epoch) {
            progress.step();
            progress.note("loss " + Numbers.brief(epoch.loss()));
        }
    }

    /** The cross-entropy, averaged over all points, in nats. */
    static Tensor loss(Tensor scores, Batch batch) {
        return new CrossEntropy().mean(scores, batch.labels());
    }

    /** The same, of the model's scores. */
    static Tensor loss(Layer model, Batch batch) {
        return loss(model.forward(batch.inputs()), batch);
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
