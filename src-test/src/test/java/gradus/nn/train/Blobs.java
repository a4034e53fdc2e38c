package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Metric;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;

/** Small data, a small model and a trainer for them. */
final class Blobs {
    static final Objective CROSS_ENTROPY = (y, batch) -> new CrossEntropy().mean(y, batch.labels());

    private Blobs() {}

    /** Points around (-1, -1) of label 0 and around (1, 1) of label 1. */
    static Dataset data(int count, long seed) {
        var random = Randomness.seeded(seed);
        int[] labels = IntStream.range(0, count).map(_ -> random.nextInt(2)).toArray();
        var noise = Tensor.normal(DType.F32, Shape.of(count, 2), 0, 0.7, random);
        var centers = Arrays.stream(labels)
                .mapToObj(label -> new float[] {2 * label - 1, 2 * label - 1})
                .toArray(float[][]::new);
        return Dataset.of(Tensor.of(centers).add(noise), Indices.of(labels));
    }

    static Sequential model() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(2, 8, random), new ReLU(), Linear.of(8, 2, random));
    }

    /** These numbers, one after each epoch; before the first step, where metrics are tried, none of them. */
    static Metric script(Double... numbers) {
        var next = Lists.immutable.with(numbers).castToList().iterator();
        var tried = new boolean[1];
        return (_, _) -> {
            if (!tried[0]) {
                tried[0] = true;
                return -1;
            }
            return next.next();
        };
    }

    static Optimizer momentum(Sequential model) {
        return new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
    }

    static Trainer trainer(Sequential model) {
        return Trainer.of(model, CROSS_ENTROPY, momentum(model)).batchSize(10);
    }

    static double[][] values(Sequential model) {
        return model.parameters()
                .collect(parameter -> parameter.value().toDoubleArray())
                .toArray(new double[0][]);
    }
}
