package gradus.benchmarks;

import gradus.autodiff.Convolution;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.benchmarks.Workload.ImageTraining;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Parallel;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.GlobalAveragePool;
import gradus.nn.layer.Linear;
import gradus.nn.layer.MaxPool;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** A training step of a convolutional network with nn's layers. */
final class GradusImages implements Step {
    private static final int CLASSES = 10;

    private final Sequential model;
    private final Mode mode = Mode.training(Randomness.seeded(1));
    private final Optimizer sgd;
    private final ImmutableList<Supplier<Tensor>> losses;
    private int layers;
    private int next;

    GradusImages(ImageTraining training) {
        model = switch (training.network()) {
            case LENET -> lenet();
            case RESNET8 -> resnet8();
            case SEPARABLE -> separable();
        };
        sgd = new SGD().of(model.parameters()).learningRate(training.learningRate());
        losses = Interval.fromTo(0, training.batches() - 1)
                .collect(number -> loss(training, number))
                .toImmutableList();
    }

    private Supplier<Tensor> loss(ImageTraining training, int number) {
        int side = training.network().side();
        int channels = training.network().channels();
        Tensor images = Tensor.of(Data.inputs(number, training.batch() * channels * side * side))
                .reshape(training.batch(), channels, side, side);
        Indices labels = Indices.of(Data.labelsOf(number, training.batch(), CLASSES));
        return () -> new CrossEntropy().mean(model.forward(images, mode), labels);
    }

    private Sequential lenet() {
        Convolution valid = Convolution.valid();
        return Sequential.of(
                convolution(1, 6, 5, valid, true),
                new ReLU(),
                MaxPool.of(2),
                convolution(6, 16, 5, valid, true),
                new ReLU(),
                MaxPool.of(2),
                new Flatten(),
                linear(256, 120),
                new ReLU(),
                linear(120, 84),
                new ReLU(),
                linear(84, CLASSES));
    }

    private Sequential resnet8() {
        return Sequential.of(
                convolution(3, 16, 3, Convolution.valid().padding(1), false),
                BatchNorm.of(16),
                new ReLU(),
                block(16, 16, 1),
                block(16, 32, 2),
                block(32, 64, 2),
                new GlobalAveragePool(),
                linear(64, CLASSES));
    }

    private Sequential block(int in, int out, int stride) {
        Layer added = Sequential.of(
                convolution(in, out, 3, Convolution.valid().stride(stride).padding(1), false),
                BatchNorm.of(out),
                new ReLU(),
                convolution(out, out, 3, Convolution.valid().padding(1), false),
                BatchNorm.of(out));
        Layer whole = stride == 1
                ? new Residual(added)
                : Parallel.sum(
                        added,
                        Sequential.of(
                                convolution(in, out, 1, Convolution.valid().stride(stride), false), BatchNorm.of(out)));
        return Sequential.of(whole, new ReLU());
    }

    private Sequential separable() {
        return Sequential.of(
                convolution(64, 64, 3, Convolution.valid().padding(1).groups(64), false),
                BatchNorm.of(64),
                new ReLU(),
                convolution(64, 128, 1, Convolution.valid(), false),
                BatchNorm.of(128),
                new ReLU(),
                new GlobalAveragePool(),
                linear(128, CLASSES));
    }

    private Conv2d convolution(int in, int out, int kernel, Convolution how, boolean biased) {
        int channels = in / how.groups();
        Tensor weight = Tensor.of(Data.filters(layers++, out, channels * kernel * kernel))
                .reshape(out, channels, kernel, kernel);
        Conv2d layer = Conv2d.of(weight, Tensor.zeros(out), how);
        return biased ? layer : layer.withoutBias();
    }

    private Linear linear(int in, int out) {
        return Linear.of(Tensor.of(Data.filters(layers++, out, in)).reshape(out, in), Tensor.zeros(out));
    }

    @Override
    public Double run() {
        double loss = sgd.minimize(losses.get(next));
        next = (next + 1) % losses.size();
        return loss;
    }

    @Override
    public double probe() {
        return run();
    }
}
