package gradus.benchmarks.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import gradus.benchmarks.Data;
import gradus.benchmarks.Workload.Network;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** Arrays of PyTorch. */
final class Native {
    private Native() {}

    static NDManager manager() {
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    /** Weights and biases of all layers in turn, as all engines begin with them. */
    static ImmutableList<NDArray> parameters(NDManager manager, Network network, DataType type) {
        MutableList<NDArray> parameters = Lists.mutable.empty();
        for (int i = 0; i < network.layers(); i++) {
            int in = network.sizes().get(i);
            int out = network.sizes().get(i + 1);
            parameters.add(parameter(manager, Data.weights(i, in, out), new Shape(out, in), type));
            parameters.add(parameter(manager, Data.biases(i, out), new Shape(out), type));
        }
        return parameters.toImmutable();
    }

    private static NDArray parameter(NDManager manager, double[] elements, Shape shape, DataType type) {
        NDArray parameter = manager.create(elements, shape).toType(type, false);
        parameter.setRequiresGradient(true);
        return parameter;
    }
}
