package gradus.benchmarks;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.benchmarks.Workload.Network;
import gradus.benchmarks.Workload.Training;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;

/** A training step with nn's layers, losses and steepest descent. */
final class GradusTraining implements Step {
    private final Sequential model;
    private final Optimizer sgd;

    /** The loss of each batch, recorded anew whenever it is asked for. */
    private final ImmutableList<Supplier<Tensor>> losses;

    private int next;

    GradusTraining(Training training) {
        model = model(training.network(), false);
        sgd = new SGD()
                .of(model.parameters())
                .learningRate(training.learningRate())
                .weightDecay(training.weightDecay());
        losses = Interval.fromTo(0, training.batches() - 1)
                .collect(number -> loss(training, number))
                .toImmutableList();
    }

    private Supplier<Tensor> loss(Training training, int number) {
        int in = training.network().sizes().getFirst();
        int out = training.network().sizes().getLast();
        Tensor inputs = Tensor.of(Data.inputs(number, training.batch() * in)).reshape(training.batch(), in);
        return switch (training.loss()) {
            case CROSS_ENTROPY -> {
                Indices labels = Indices.of(Data.labelsOf(number, training.batch(), out));
                yield () -> new CrossEntropy().mean(model.forward(inputs), labels);
            }
            case BINARY_CROSS_ENTROPY -> {
                Tensor targets = Indices.of(Data.labelsOf(number, training.batch(), 2))
                        .oneHot(2, inputs.dtype())
                        .slice(1, 1, 2);
                yield () -> model.forward(inputs).binaryCrossEntropy(targets).mean();
            }
        };
    }

    /** A network with the first weights that all engines begin with. */
    static Sequential model(Network network, boolean isDouble) {
        MutableList<Layer> layers = Lists.mutable.empty();
        for (int i = 0; i < network.layers(); i++) {
            if (i > 0) {
                layers.add(activation(network));
            }
            int in = network.sizes().get(i);
            int out = network.sizes().get(i + 1);
            DType dtype = isDouble ? DType.F64 : DType.F32;
            layers.add(Linear.of(
                    Tensor.of(Data.weights(i, in, out)).to(dtype).reshape(out, in),
                    Tensor.of(Data.biases(i, out)).to(dtype)));
        }
        return new Sequential(layers.toImmutable());
    }

    private static Layer activation(Network network) {
        return switch (network.activation()) {
            case SIGMOID -> new Sigmoid();
            case SOFTPLUS -> new Softplus();
            case RELU -> new ReLU();
        };
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
