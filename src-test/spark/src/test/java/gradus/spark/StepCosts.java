package gradus.spark;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;

/**
 * What a step costs on this machine alone, on two threads of one process and on two processes, by
 * size of model, and how many bytes it sends: the table of docs/spark.md.
 */
final class StepCosts {
    private static final int INPUTS = 100;
    private static final int CLASSES = 10;
    private static final int BATCH = 256;
    private static final int[] HIDDEN = {90, 900, 9_000, 90_000};
    private static final int[] WORKERS = {2, 4, 8};

    private StepCosts() {}

    /** Prints it. */
    public static void main(String[] arguments) {
        IO.println("parameters, ms a step alone, on two threads, on two processes, bytes a step");
        for (int hidden : HIDDEN) {
            History alone =
                    trainer(model(hidden), epochs(hidden)).shards(Digits.SHARDS).train(data(hidden));
            Trained<?> threads = trained(Cluster.threads(2), 2, hidden);
            Trained<?> processes = trained(Cluster.processes(2, 1), 2, hidden);
            IO.println(String.format(
                    Locale.ROOT,
                    "%,d, %.2f, %.2f, %.2f, %,d",
                    model(hidden)
                            .parameters()
                            .sumOfInt(parameter -> parameter.shape().size()),
                    milliseconds(alone),
                    milliseconds(threads.history()),
                    milliseconds(processes.history()),
                    processes.bytesSent() / processes.history().stepLosses().size()));
        }
        IO.println("processes, ms a step at " + HIDDEN[1] + " hidden units, bytes a step");
        for (int workers : WORKERS) {
            Trained<?> processes = trained(Cluster.processes(workers, 1), workers, HIDDEN[1]);
            IO.println(String.format(
                    Locale.ROOT,
                    "%d, %.2f, %,d",
                    workers,
                    milliseconds(processes.history()),
                    processes.bytesSent() / processes.history().stepLosses().size()));
        }
    }

    private static Trained<?> trained(SparkContext spark, int workers, int hidden) {
        int epochs = epochs(hidden);
        try {
            return DataParallel.on(spark)
                    .workers(workers)
                    .shards(Digits.SHARDS)
                    .train(() -> model(hidden), model -> trainer(model, epochs), data(hidden));
        } finally {
            spark.stop();
        }
    }

    /** Of the last epoch. */
    private static double milliseconds(History history) {
        int steps = history.stepLosses().size() / history.epochs().size();
        return history.last().get(Epoch.SECONDS) * 1e3 / steps;
    }

    /** A large model shows soon what a step takes. */
    private static int epochs(int hidden) {
        return hidden > 10_000 ? 3 : 8;
    }

    private static Sequential model(int hidden) {
        var random = Randomness.seeded(1);
        return Sequential.of(Linear.of(INPUTS, hidden, random), new ReLU(), Linear.of(hidden, CLASSES, random));
    }

    private static Trainer trainer(Layer model, int epochs) {
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model.parameters()).learningRate(1e-3))
                .epochs(epochs)
                .batchSize(BATCH)
                .withoutHints();
    }

    private static Dataset data(int hidden) {
        var random = Randomness.seeded(2);
        int count = BATCH * (hidden > 10_000 ? 8 : 30);
        int[] labels =
                IntStream.range(0, count).map(_ -> random.nextInt(CLASSES)).toArray();
        return Dataset.of(Tensor.normal(DType.F32, Shape.of(count, INPUTS), 0, 1, random), Indices.of(labels));
    }
}
