package gradus.benchmarks.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import gradus.benchmarks.Data;
import gradus.benchmarks.Job;
import java.nio.ByteBuffer;

/**
 * A job from a cold start. Examples are made by PyTorch itself, or kept as bytes in its memory:
 * both are kind to DJL.
 */
final class DjlJob {
    private static final float WHITE = 255;

    private DjlJob() {}

    /** Trains and gives the last loss. */
    static double run(Job job) {
        NDManager manager = Native.manager();
        DataType type = job.inputs() == Job.Inputs.DOUBLES ? DataType.FLOAT64 : DataType.FLOAT32;
        NDArray inputs = inputs(manager, job, type);
        NDArray labels =
                manager.create(Data.labels(8, job.examples(), job.classes())).toType(DataType.INT64, false);
        Optimizer sgd = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) job.learningRate()))
                .optMomentum((float) job.momentum())
                .build();
        DjlModel model = new DjlModel(manager, job.network(), type, Loss.softmaxCrossEntropyLoss(), sgd);
        double last = Double.NaN;
        for (int epoch = 0; epoch < job.epochs(); epoch++) {
            for (int from = 0; from < job.examples(); from += job.batch()) {
                NDIndex range = new NDIndex(from + ":" + Math.min(job.examples(), from + job.batch()));
                try (NDManager scope = manager.newSubManager();
                        NDArray kept = inputs.get(range);
                        NDArray batchLabels = labels.get(range)) {
                    kept.attach(scope);
                    NDArray batch = job.inputs() == Job.Inputs.BYTES
                            ? kept.toType(DataType.FLOAT32, false).div(WHITE)
                            : kept;
                    last = model.step(batch, batchLabels, true);
                }
            }
        }
        return last;
    }

    private static NDArray inputs(NDManager manager, Job job, DataType type) {
        Shape shape = new Shape(job.examples(), job.width());
        return switch (job.inputs()) {
            case FLOATS, DOUBLES -> manager.randomUniform(0, 1, shape, type);
            case BYTES ->
                manager.create(ByteBuffer.wrap(Data.bytes(7, job.examples() * job.width())), shape, DataType.UINT8);
        };
    }
}
