package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.bits.ChildJvm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import java.lang.management.ManagementFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** Training goes on for as long as one likes: nothing that a step leaves behind stays. */
class MemoryTest {
    /** How many steps; the profile {@code long} makes it millions. */
    private static final int STEPS = Integer.getInteger("jqwik.tries.default", 50) * 1_000;

    /** What the virtual machine itself may gather meanwhile: compiled code's data, statistics. */
    private static final long SLACK = 4_000_000;

    private static final long MOST_OF_DESCENT = 10_000;
    private static final long MOST_OF_ADAM = 16_000;

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
     * In a scope a step makes small objects alone, whatever the network: the largest arrays of these
     * have 96 kB to 1 MB. In a process of its own, as that is so in the long run: while the compiler
     * takes up vector loops, they allocate, and so do methods that it has not taken up yet.
     */
    @Test
    void aStepInAScopeMakesNoLargeArrays() {
        ImmutableList<Long> printed = ChildJvm.outputOf(
                        Lists.immutable.with(ChildJvm.VECTOR_MODULE, "-Dgradus.threads=1"),
                        StepMemoryProgram.class,
                        MOST_OF_DESCENT + "",
                        MOST_OF_ADAM + "")
                .collect(Long::parseLong);
        assertThat(printed).hasSize(4);
        assertThat(printed.take(3)).allMatch(bytes -> bytes <= MOST_OF_DESCENT);
        assertThat(printed.getLast()).isLessThanOrEqualTo(MOST_OF_ADAM);
    }
}
