package gradus.examples.softplus;

import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import module gradus.nn;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/**
 * A network after steepest descent, with the mean cross-entropy over all training points before each epoch and after
 * the last.
 */
record Training(double rate, Layer model, ImmutableDoubleList losses, Evaluation onTrain, Evaluation onTest) {

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
    static Training run(Run run, Dataset train, Dataset test, double rate) {
        Layer model = network(run.random());
        int epochs = run.options().epochs();
        int batchSize = run.options().batchSize();
        int steps = train.batches(batchSize).count();
        try (Progress progress = run.progress("learning rate " + rate, (long) epochs * steps)) {
            Trainer trainer = Trainer.of(
                            model,
                            (scores, batch) -> new CrossEntropy().mean(scores, batch.labels()),
                            new SGD().of(model).learningRate(rate))
                    .untilNotFinite()
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(run.options().seed())
                    .listener(new Watch(progress));
            // one step over all points: their order changes nothing but the rounding
            History history = (batchSize < train.size() ? trainer : trainer.inOrder()).train(train);
            double last = loss(model, train.all()).item();
            progress.note("loss " + Numbers.brief(last));
            ImmutableDoubleList losses = history.column(Epoch.LOSS).newWith(last);
            return new Training(rate, model, losses, Evaluation.of(model, train), Evaluation.of(model, test));
        }
    }

    /** The cross-entropy of the model's scores, averaged over all points, in nats. */
    static Tensor loss(Layer model, Batch batch) {
        return new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
    }
}
