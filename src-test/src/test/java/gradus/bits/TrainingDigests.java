package gradus.bits;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** One line for each network, element type and epoch: all parameters after it. */
final class TrainingDigests {
    private static final ImmutableList<Supplier<ImmutableList<String>>> TRAININGS = Lists.immutable
            .with(DType.values())
            .flatCollect(dtype -> Lists.immutable.with(() -> small(dtype), () -> large(dtype)));

    private TrainingDigests() {}

    /** The lines of all networks, trained one after the other. */
    static ImmutableList<String> oneByOne() {
        return TRAININGS.flatCollect(Supplier::get);
    }

    /** The same, each trained in a thread of its own at the same time. */
    static ImmutableList<String> atOnce() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return TRAININGS
                    .collect(training -> CompletableFuture.supplyAsync(training, threads))
                    .flatCollect(CompletableFuture::join);
        }
    }

    /** 20-16-5 with softplus, trained with momentum. */
    private static ImmutableList<String> small(DType dtype) {
        var random = Randomness.seeded(20);
        var model = Sequential.of(Linear.of(dtype, 20, 16, random), new Softplus(), Linear.of(dtype, 16, 5, random));
        var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
        return train(
                "20-16-5 softplus " + dtype,
                model,
                loss -> sgd.step(loss.gradients()),
                data(dtype, 200, 20, 5, random),
                20,
                5,
                random);
    }

    /** 784-64-10 with sigmoid, trained by Nesterov's rule with weight decay, in memory that serves every step. */
    private static ImmutableList<String> large(DType dtype) {
        var random = Randomness.seeded(784);
        var model = Sequential.of(Linear.of(dtype, 784, 64, random), new Sigmoid(), Linear.of(dtype, 64, 10, random));
        var sgd = new SGD()
                .momentum(0.9)
                .nesterov()
                .of(model.parameters())
                .learningRate(0.05)
                .weightDecay(1e-4);
        return train(
                "784-64-10 sigmoid " + dtype, model, sgd::minimize, data(dtype, 600, 784, 10, random), 128, 3, random);
    }

    /** Noise around one point for each class. */
    private static Dataset data(DType dtype, int count, int features, int classes, Randomness random) {
        int[] labels = random.permutation(count).toArray();
        for (int i = 0; i < count; i++) {
            labels[i] %= classes;
        }
        Tensor centers = Tensor.uniform(dtype, Shape.of(classes, features), 0, 1, random);
        Tensor noise = Tensor.normal(dtype, Shape.of(count, features), 0, 0.5, random);
        return Dataset.of(centers.gather(0, Indices.of(labels)).add(noise), Indices.of(labels));
    }

    private static ImmutableList<String> train(
            String name,
            Sequential model,
            Consumer<Tensor> step,
            Dataset data,
            int batch,
            int epochs,
            Randomness random) {
        MutableList<String> lines = Lists.mutable.empty();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            for (var examples : data.shuffled(random).batches(batch)) {
                step.accept(new CrossEntropy().mean(model.forward(examples.inputs()), examples.labels()));
            }
            lines.add("%s epoch %d %s".formatted(name, epoch, fingerprint(model)));
        }
        return lines.toImmutable();
    }

    private static String fingerprint(Sequential model) {
        return model.parameters()
                .injectInto(new Fingerprint(), (all, parameter) -> all.add(parameter.value()))
                .whole();
    }
}
