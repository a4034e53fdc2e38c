package gradus.benchmarks.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import gradus.benchmarks.Workload.Network;
import org.eclipse.collections.api.list.ImmutableList;

/** A fully connected network, its loss and its optimizer. */
final class DjlModel {
    private final NDManager manager;
    private final Network network;
    private final Loss loss;
    private final Optimizer optimizer;
    private final ImmutableList<NDArray> parameters;
    private final ImmutableList<String> names;

    DjlModel(NDManager manager, Network network, DataType type, Loss loss, Optimizer optimizer) {
        this.manager = manager;
        this.network = network;
        this.loss = loss;
        this.optimizer = optimizer;
        parameters = Native.parameters(manager, network, type);
        names = parameters.collectWithIndex((_, i) -> "p" + i);
    }

    private NDArray forward(NDArray inputs) {
        NDArray x = inputs;
        for (int i = 0; i < network.layers(); i++) {
            if (i > 0) {
                x = activate(x);
            }
            x = Linear.linear(x, parameters.get(2 * i), parameters.get(2 * i + 1))
                    .singletonOrThrow();
        }
        return x;
    }

    private NDArray activate(NDArray x) {
        return switch (network.activation()) {
            case SIGMOID -> Activation.sigmoid(x);
            case SOFTPLUS -> Activation.softPlus(x);
            case RELU -> Activation.relu(x);
        };
    }

    /** One step; gives the loss before it if it is to be read, otherwise NaN. */
    double step(NDArray inputs, NDArray labels, boolean reads) {
        try (NDManager scope = manager.newSubManager()) {
            inputs.tempAttach(scope);
            labels.tempAttach(scope);
            NDArray value;
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                value = loss.evaluate(new NDList(labels), new NDList(forward(inputs)));
                collector.backward(value);
            }
            parameters.forEachWithIndex((parameter, i) -> {
                try (NDArray gradient = parameter.getGradient()) {
                    optimizer.update(names.get(i), parameter, gradient);
                }
            });
            return reads ? value.toType(DataType.FLOAT64, false).getDouble() : Double.NaN;
        }
    }
}
