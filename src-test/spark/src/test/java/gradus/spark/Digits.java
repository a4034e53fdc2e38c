package gradus.spark;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.files.Sha256;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.stream.IntStream;

/** A small task: points of three classes, a model that learns them, and its hash. */
final class Digits {
    static final int SHARDS = 8;

    private Digits() {}

    static Dataset data() {
        var random = Randomness.seeded(1);
        int[] labels = IntStream.range(0, 230).map(_ -> random.nextInt(3)).toArray();
        float[] inputs =
                Tensor.normal(DType.F32, Shape.of(230, 5), 0, 1, random).toFloatArray();
        for (int i = 0; i < labels.length; i++) {
            inputs[5 * i + labels[i]] += 2;
        }
        return Dataset.of(Tensor.of(inputs).reshape(230, 5), Indices.of(labels));
    }

    static Sequential model() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(5, 16, random), new ReLU(), new Dropout(0.2), Linear.of(16, 3, random));
    }

    /** The last batch of an epoch is smaller. */
    static Trainer trainer(Layer model) {
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().momentum(0.9).of(model.parameters()).learningRate(0.05))
                .epochs(4)
                .batchSize(40)
                .seed(3)
                .metric("accuracy", Accuracy::of);
    }

    /** The hash of a training on this machine, without Spark. */
    static String expected() {
        Sequential model = model();
        trainer(model).shards(SHARDS).train(data());
        return hash(model);
    }

    /** The SHA-256 of all weights. */
    static String hash(Layer model) {
        MessageDigest digest = Sha256.digest();
        model.parameters().forEach(parameter -> {
            float[] numbers = parameter.value().toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES);
            bytes.asFloatBuffer().put(numbers);
            digest.update(bytes);
        });
        return Sha256.of(digest);
    }
}
