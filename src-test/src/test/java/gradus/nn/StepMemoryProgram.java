package gradus.nn;

import gradus.autodiff.Allocation;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Adam;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;

/**
 * Trains until a step allocates so few bytes, or for long, and prints how many the best steps took.
 * Its arguments: the bytes, SGD or Adam, the number of examples, and the sizes of the network.
 */
public final class StepMemoryProgram {
    private static final int ROUNDS = 1000;
    private static final int STEPS_OF_A_ROUND = 30;

    private StepMemoryProgram() {}

    public static void main(String[] arguments) {
        long most = Long.parseLong(arguments[0]);
        int examples = Integer.parseInt(arguments[2]);
        int in = Integer.parseInt(arguments[3]);
        int hidden = Integer.parseInt(arguments[4]);
        int classes = Integer.parseInt(arguments[5]);
        var random = Randomness.seeded(5);
        var network = Sequential.of(Linear.of(in, hidden, random), new Softplus(), Linear.of(hidden, classes, random));
        Optimizer optimizer = (arguments[1].equals("Adam") ? new Adam().of(network) : new SGD().of(network));
        optimizer.learningRate(1e-3);
        Tensor inputs = Tensor.normal(DType.F32, Shape.of(examples, in), 0, 1, random);
        Indices labels = Indices.of(random.ints(examples, 0, classes).toArray());
        Runnable steps = () -> {
            for (int i = 0; i < STEPS_OF_A_ROUND; i++) {
                optimizer.minimize(() -> new CrossEntropy().mean(network.forward(inputs), labels));
            }
        };
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > most; round++) {
            least = Math.min(least, Allocation.by(steps) / STEPS_OF_A_ROUND);
        }
        System.out.println(least);
    }
}
