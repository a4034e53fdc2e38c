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
import gradus.nn.optim.Rule;
import gradus.nn.optim.SGD;

/**
 * Trains networks, each until a step allocates so few bytes as it should, or for long, and prints
 * for each how many bytes the best steps took.
 */
public final class StepMemoryProgram {
    private static final int ROUNDS = 1000;
    private static final int STEPS_OF_A_ROUND = 30;

    private StepMemoryProgram() {}

    /** With the number of bytes for steepest descent, and for Adam. */
    public static void main(String[] bytes) {
        long ofDescent = Long.parseLong(bytes[0]);
        print(ofDescent, new SGD(), 50, 784, 300, 10);
        print(ofDescent, new SGD(), 2000, 2, 12, 5);
        print(ofDescent, new SGD(), 64, 1500, 100, 10);
        print(Long.parseLong(bytes[1]), new Adam(), 64, 1500, 100, 10);
    }

    private static void print(long most, Rule rule, int examples, int in, int hidden, int classes) {
        var random = Randomness.seeded(5);
        var network = Sequential.of(Linear.of(in, hidden, random), new Softplus(), Linear.of(hidden, classes, random));
        var optimizer = rule.of(network).learningRate(1e-3);
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
