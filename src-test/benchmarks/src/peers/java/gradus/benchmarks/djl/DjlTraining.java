package gradus.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.optimizer.Sgd;
import ai.djl.training.tracker.Tracker;
import gradus.benchmarks.Data;
import gradus.benchmarks.Step;
import gradus.benchmarks.Workload.Training;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

/** A training step: forward, backward, update. */
final class DjlTraining implements Step {
    private final DjlModel model;
    private final ImmutableList<NDArray> inputs;
    private final ImmutableList<NDArray> labels;
    private int next;

    DjlTraining(NDManager manager, Training training) {
        int in = training.network().sizes().getFirst();
        Shape shape = new Shape(training.batch(), in);
        Interval batches = Interval.fromTo(0, training.batches() - 1);
        inputs = batches.collect(number -> manager.create(Data.inputs(number, training.batch() * in), shape))
                .toImmutableList();
        labels = batches.collect(number -> labels(manager, training, number)).toImmutableList();
        Loss loss = switch (training.loss()) {
            case CROSS_ENTROPY -> Loss.softmaxCrossEntropyLoss();
            case BINARY_CROSS_ENTROPY -> Loss.sigmoidBinaryCrossEntropyLoss();
        };
        model = new DjlModel(manager, training.network(), DataType.FLOAT32, loss, optimizer(training));
    }

    private static NDArray labels(NDManager manager, Training training, int number) {
        int out = training.network().sizes().getLast();
        return switch (training.loss()) {
            case CROSS_ENTROPY ->
                manager.create(Data.labelsOf(number, training.batch(), out)).toType(DataType.INT64, false);
            case BINARY_CROSS_ENTROPY ->
                manager.create(Data.labelsOf(number, training.batch(), 2), new Shape(training.batch(), 1))
                        .toType(DataType.FLOAT32, false);
        };
    }

    private static Optimizer optimizer(Training training) {
        Sgd.Builder sgd = Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) training.learningRate()));
        if (training.weightDecay() != 0) {
            sgd.optWeightDecays((float) training.weightDecay());
        }
        return sgd.build();
    }

    @Override
    public @Nullable Object run() {
        step(false);
        return null;
    }

    @Override
    public double probe() {
        return step(true);
    }

    private double step(boolean reads) {
        int number = next;
        next = (next + 1) % inputs.size();
        return model.step(inputs.get(number), labels.get(number), reads);
    }
}
