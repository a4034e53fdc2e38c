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
    private static final int STEPS = 30;
    private static final int[] HIDDEN = {90, 900, 9_000};

    private StepCosts() {}

    /** Prints it. */
    public static void main(String[] arguments) {
        IO.println("parameters, ms a step alone, on two threads, on two processes, bytes a step");
        for (int hidden : HIDDEN) {
            History alone = trainer(model(hidden)).shards(Digits.SHARDS).train(data());
            Trained<?> threads = trained(Cluster.threads(2), hidden);
            Trained<?> processes = trained(Cluster.processes(2, 1), hidden);
            IO.println(String.format(
                    Locale.ROOT,
                    "%,d, %.2f, %.2f, %.2f, %,d",
                    model(hidden)
                            .parameters()
                            .sumOfInt(parameter -> parameter.shape().size()),
                    milliseconds(alone),
                    milliseconds(threads.history()),
                    milliseconds(processes.history()),
                    processes.bytesSent()
                            / (STEPS * processes.history().epochs().size())));
        }
    }

    private static Trained<?> trained(SparkContext spark, int hidden) {
        try {
            return DataParallel.on(spark)
                    .workers(2)
                    .shards(Digits.SHARDS)
                    .train(() -> model(hidden), StepCosts::trainer, data());
        } finally {
            spark.stop();
        }
    }

    /** Of the last epoch. */
    private static double milliseconds(History history) {
        return history.last().get(Epoch.SECONDS) * 1e3 / STEPS;
    }

    private static Sequential model(int hidden) {
        var random = Randomness.seeded(1);
        return Sequential.of(Linear.of(INPUTS, hidden, random), new ReLU(), Linear.of(hidden, CLASSES, random));
    }

    private static Trainer trainer(Layer model) {
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model.parameters()).learningRate(1e-3))
                .epochs(8)
                .batchSize(BATCH)
                .withoutHints();
    }

    private static Dataset data() {
        var random = Randomness.seeded(2);
        int count = BATCH * STEPS;
        int[] labels =
                IntStream.range(0, count).map(_ -> random.nextInt(CLASSES)).toArray();
        return Dataset.of(Tensor.normal(DType.F32, Shape.of(count, INPUTS), 0, 1, random), Indices.of(labels));
    }
}
