package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Allocation;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training goes on for as long as one likes: nothing that a step leaves behind stays. */
class MemoryTest {
    /** How many steps; the profile {@code long} makes it millions. */
    private static final int STEPS = Integer.getInteger("jqwik.tries.default", 50) * 1_000;

    /** What the virtual machine itself may gather meanwhile: compiled code's data, statistics. */
    private static final long SLACK = 4_000_000;

    private static final int ROUNDS = 1000;
    private static final long MOST_IN_A_STEP = 10_000;

    private final Randomness random = Randomness.seeded(5);
    private final Sequential model =
            Sequential.of(Linear.of(100, 60, random), new Softplus(), Linear.of(60, 10, random));
    private final Optimizer descent =
            new SGD().momentum(0.9).of(model.parameters()).learningRate(1e-3);
    private final Tensor x = Tensor.normal(DType.F32, Shape.of(4, 100), 0, 1, random);
    private final Indices labels = Indices.of(1, 2, 3, 4);

    private void train(int steps) {
        for (int i = 0; i < steps; i++) {
            descent.minimize(new CrossEntropy().mean(model.forward(x), labels));
        }
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void memoryDoesNotGrowWithTheSteps() {
        train(STEPS / 10);
        long before = usedBytes();
        train(STEPS);
        // each step makes more than 10 kB, so that one in a hundred kept would show
        assertThat(usedBytes() - before).isLessThan(SLACK);
    }

    /**
     * In a scope a step makes small objects alone, whatever the network: the largest arrays of these have 96 kB to 1
     * MB. That is so in the long run: while the compiler takes up vector loops, they allocate, and so do methods that
     * it has not taken up yet.
     */
    @ParameterizedTest
    @CsvSource({"50, 784, 300, 10", "2000, 2, 12, 5", "64, 1500, 100, 10"})
    void aStepInAScopeMakesNoLargeArrays(int examples, int in, int hidden, int classes) {
        Sequential network =
                Sequential.of(Linear.of(in, hidden, random), new Softplus(), Linear.of(hidden, classes, random));
        Optimizer sgd = new SGD().of(network).learningRate(1e-3);
        Tensor inputs = Tensor.normal(DType.F32, Shape.of(examples, in), 0, 1, random);
        Indices targets = Indices.of(random.ints(examples, 0, classes).toArray());
        Runnable steps = () -> {
            for (int i = 0; i < 30; i++) {
                sgd.minimize(() -> new CrossEntropy().mean(network.forward(inputs), targets));
            }
        };
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > MOST_IN_A_STEP; round++) {
            least = Math.min(least, Allocation.by(steps) / 30);
        }
        assertThat(least).isLessThan(MOST_IN_A_STEP);
    }
}
