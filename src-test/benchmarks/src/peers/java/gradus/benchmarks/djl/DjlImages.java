package gradus.benchmarks.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import gradus.benchmarks.Data;
import gradus.benchmarks.Step;
import gradus.benchmarks.Workload.ImageTraining;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

/** A training step of a convolutional network. */
final class DjlImages implements Step {
    private static final int CLASSES = 10;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);

    private final NDManager manager;
    private final UnaryOperator<NDArray> network;
    private final MutableList<NDArray> parameters = Lists.mutable.empty();
    private final ImmutableList<NDArray> images;
    private final ImmutableList<NDArray> labels;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();
    private final Optimizer optimizer;
    private int layers;
    private int next;

    DjlImages(NDManager manager, ImageTraining training) {
        this.manager = manager;
        network = switch (training.network()) {
            case LENET -> lenet();
            case RESNET8 -> resnet8();
            case SEPARABLE -> separable();
        };
        optimizer = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) training.learningRate()))
                .build();
        int side = training.network().side();
        int channels = training.network().channels();
        Shape shape = new Shape(training.batch(), channels, side, side);
        Interval batches = Interval.fromTo(0, training.batches() - 1);
        images = batches.collect(number -> manager.create(Data.inputs(number, (int) shape.size()), shape))
                .toImmutableList();
        labels = batches.collect(number -> manager.create(Data.labelsOf(number, training.batch(), CLASSES))
                        .toType(DataType.INT64, false))
                .toImmutableList();
    }

    private UnaryOperator<NDArray> lenet() {
        UnaryOperator<NDArray> first = convolution(1, 6, 5, 1, 0, 1, true);
        UnaryOperator<NDArray> second = convolution(6, 16, 5, 1, 0, 1, true);
        UnaryOperator<NDArray> wide = linear(256, 120);
        UnaryOperator<NDArray> narrow = linear(120, 84);
        UnaryOperator<NDArray> last = linear(84, CLASSES);
        return x -> {
            NDArray pooled = pool(second.apply(pool(first.apply(x))));
            NDArray rows = pooled.reshape(pooled.getShape().get(0), -1);
            return last.apply(Activation.relu(narrow.apply(Activation.relu(wide.apply(rows)))));
        };
    }

    private static NDArray pool(NDArray x) {
        return Pool.maxPool2d(Activation.relu(x), TWO, TWO, new Shape(0, 0), false);
    }

    private UnaryOperator<NDArray> resnet8() {
        UnaryOperator<NDArray> first = normalized(convolution(3, 16, 3, 1, 1, 1, false), 16);
        UnaryOperator<NDArray> one = block(16, 16, 1);
        UnaryOperator<NDArray> two = block(16, 32, 2);
        UnaryOperator<NDArray> three = block(32, 64, 2);
        UnaryOperator<NDArray> last = linear(64, CLASSES);
        return x -> last.apply(mean(three.apply(two.apply(one.apply(Activation.relu(first.apply(x)))))));
    }

    private UnaryOperator<NDArray> block(int in, int out, int stride) {
        UnaryOperator<NDArray> first = normalized(convolution(in, out, 3, stride, 1, 1, false), out);
        UnaryOperator<NDArray> second = normalized(convolution(out, out, 3, 1, 1, 1, false), out);
        UnaryOperator<NDArray> past =
                stride == 1 ? x -> x : normalized(convolution(in, out, 1, stride, 0, 1, false), out);
        return x ->
                Activation.relu(second.apply(Activation.relu(first.apply(x))).add(past.apply(x)));
    }

    private UnaryOperator<NDArray> separable() {
        UnaryOperator<NDArray> each = normalized(convolution(64, 64, 3, 1, 1, 64, false), 64);
        UnaryOperator<NDArray> across = normalized(convolution(64, 128, 1, 1, 0, 1, false), 128);
        UnaryOperator<NDArray> last = linear(128, CLASSES);
        return x -> last.apply(mean(Activation.relu(across.apply(Activation.relu(each.apply(x))))));
    }

    private static NDArray mean(NDArray x) {
        return x.mean(new int[] {3}).mean(new int[] {2}); // one axis at a time is all it takes
    }

    private UnaryOperator<NDArray> convolution(
            int in, int out, int kernel, int stride, int padding, int groups, boolean biased) {
        int channels = in / groups;
        NDArray weight = parameter(
                Data.filters(layers++, out, channels * kernel * kernel), new Shape(out, channels, kernel, kernel));
        @Nullable NDArray bias = biased ? parameter(new float[out], new Shape(out)) : null;
        Shape steps = new Shape(stride, stride);
        Shape zeros = new Shape(padding, padding);
        return x -> Conv2d.conv2d(x, weight, bias, steps, zeros, ONE, groups).singletonOrThrow();
    }

    private UnaryOperator<NDArray> normalized(UnaryOperator<NDArray> inner, int channels) {
        NDArray weight = parameter(manager.ones(new Shape(channels)).toFloatArray(), new Shape(channels));
        NDArray bias = parameter(new float[channels], new Shape(channels));
        NDArray mean = manager.zeros(new Shape(channels));
        NDArray variance = manager.ones(new Shape(channels));
        return x -> BatchNorm.batchNorm(inner.apply(x), mean, variance, weight, bias, 1, 0.9f, 1e-5f, true)
                .singletonOrThrow();
    }

    private UnaryOperator<NDArray> linear(int in, int out) {
        NDArray weight = parameter(Data.filters(layers++, out, in), new Shape(out, in));
        NDArray bias = parameter(new float[out], new Shape(out));
        return x -> Linear.linear(x, weight, bias).singletonOrThrow();
    }

    private NDArray parameter(float[] numbers, Shape shape) {
        NDArray parameter = manager.create(numbers, shape);
        parameter.setRequiresGradient(true);
        parameters.add(parameter);
        return parameter;
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
        next = (next + 1) % images.size();
        try (NDManager scope = manager.newSubManager()) {
            images.get(number).tempAttach(scope);
            labels.get(number).tempAttach(scope);
            NDArray value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray scores = network.apply(images.get(number));
                value = loss.evaluate(new NDList(labels.get(number)), new NDList(scores));
                collector.backward(value);
            }
            parameters.forEachWithIndex((parameter, i) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    optimizer.update("p" + i, parameter, gradient);
                }
            });
            return reads ? value.toType(DataType.FLOAT64, false).getDouble() : Double.NaN;
        }
    }
}
