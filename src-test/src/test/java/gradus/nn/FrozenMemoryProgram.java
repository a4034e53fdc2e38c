package gradus.nn;

import gradus.autodiff.Allocation;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;

/**
 * Applies a frozen network to one row again and again, until a call allocates so few bytes as it
 * should, or for long, and prints how many bytes the best calls took.
 */
public final class FrozenMemoryProgram {
    /** Small objects, however wide the network is: the hidden layer of each activation would take 12,000. */
    static final long MOST = 2500;

    /** By then the compiler is done, also on a busy machine. */
    private static final long MOST_NANOS = 20_000_000_000L;

    private static final int CALLS_OF_A_ROUND = 100;

    private FrozenMemoryProgram() {}

    /** With the number of bytes. */
    public static void main(String[] bytes) {
        long most = Long.parseLong(bytes[0]);
        var random = Randomness.seeded(5);
        Layer frozen = Sequential.of(Linear.of(784, 3000, random), new ReLU(), Linear.of(3000, 10, random))
                .frozen();
        Tensor x = Tensor.normal(DType.F32, Shape.of(1, 784), 0, 1, random);
        Runnable calls = () -> {
            for (int i = 0; i < CALLS_OF_A_ROUND; i++) {
                frozen.forward(x);
            }
        };
        long least = Long.MAX_VALUE;
        long start = System.nanoTime();
        while (least > most && System.nanoTime() - start < MOST_NANOS) {
            least = Math.min(least, Allocation.by(calls) / CALLS_OF_A_ROUND);
        }
        System.out.println(least);
    }
}
