package gradus.benchmarks.rapaio;

import gradus.benchmarks.Data;
import gradus.benchmarks.Step;
import gradus.benchmarks.Workload.Network;
import gradus.benchmarks.Workload.Training;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;
import rapaio.darray.DArray;
import rapaio.darray.DType;
import rapaio.darray.Order;
import rapaio.darray.Shape;
import rapaio.nn.Loss;
import rapaio.nn.Tensor;
import rapaio.nn.TensorManager;
import rapaio.nn.layer.Linear;
import rapaio.nn.layer.LogSoftmax;
import rapaio.nn.layer.ReLU;
import rapaio.nn.layer.Sequential;
import rapaio.nn.layer.Sigmoid;
import rapaio.nn.loss.NegativeLikelihoodLoss;
import rapaio.nn.optimizer.SGD;

/** A training step with rapaio's layers, loss and steepest descent. */
final class RapaioTraining implements Step {
    private final TensorManager tensors = TensorManager.ofFloat();
    private final Sequential model;
    private final Loss loss = new NegativeLikelihoodLoss(tensors);
    private final SGD sgd;
    private final ImmutableList<Tensor> inputs;
    private final ImmutableList<Tensor> labels;
    private int next;

    RapaioTraining(Training training) {
        Network network = training.network();
        model = model(network);
        model.train();
        sgd = new SGD(tensors, model.parameters())
                .lr
                .set(training.learningRate())
                .weightDecay
                .set(training.weightDecay());
        int batch = training.batch();
        int in = network.sizes().getFirst();
        int out = network.sizes().getLast();
        Interval numbers = Interval.fromTo(0, training.batches() - 1);
        inputs = numbers.collect(number -> floats(Shape.of(batch, in), Order.C, Data.inputs(number, batch * in)))
                .toImmutableList();
        labels = numbers.collect(number -> labels(batch, Data.labelsOf(number, batch, out)))
                .toImmutableList();
    }

    /**
     * A network with the first weights that all engines begin with; its last layer gives
     * log-probabilities.
     */
    private Sequential model(Network network) {
        MutableList<rapaio.nn.Network> layers = Lists.mutable.empty();
        for (int i = 0; i < network.layers(); i++) {
            if (i > 0) {
                layers.add(activation(network));
            }
            layers.add(linear(i, network.sizes().get(i), network.sizes().get(i + 1)));
        }
        layers.add(new LogSoftmax(tensors, 1));
        return new Sequential(tensors, layers.toArray(new rapaio.nn.Network[0]));
    }

    private rapaio.nn.Network activation(Network network) {
        return switch (network.activation()) {
            case SIGMOID -> new Sigmoid(tensors);
            case RELU -> new ReLU(tensors);
            case SOFTPLUS -> throw new IllegalArgumentException("rapaio has no softplus");
        };
    }

    /** rapaio keeps weights as {@code [in, out]}, column after column. */
    private Linear linear(int layer, int in, int out) {
        Linear linear = new Linear(tensors, in, out, true);
        List<Tensor> parameters = linear.parameters();
        parameters.get(0).setValue(array(Shape.of(in, out), Order.F, floats(Data.weights(layer, in, out))));
        parameters.get(1).setValue(array(Shape.of(out), Order.F, floats(Data.biases(layer, out))));
        return linear;
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private DArray<Float> array(Shape shape, Order order, float[] elements) {
        return tensors.arrayManager().stride(DType.FLOAT, shape, order, elements);
    }

    private Tensor floats(Shape shape, Order order, float[] elements) {
        return tensors.var(array(shape, order, elements));
    }

    private Tensor labels(int batch, int[] labels) {
        return tensors.var(tensors.arrayManager().stride(DType.INTEGER, Shape.of(batch, 1), Order.C, labels));
    }

    @Override
    public Double run() {
        sgd.zeroGrad();
        Loss.Output output = loss.forward(model.forward11(inputs.get(next)), labels.get(next));
        output.backward();
        sgd.step();
        next = (next + 1) % inputs.size();
        return output.lossValue();
    }

    @Override
    public double probe() {
        return run();
    }
}
