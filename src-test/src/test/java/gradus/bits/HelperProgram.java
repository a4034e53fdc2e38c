package gradus.bits;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Gradus;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Prints the description of what runs, or how many helper threads there are after small loops,
 * large ones, or many at once.
 */
public final class HelperProgram {
    private HelperProgram() {}

    public static void main(String[] scenario) {
        switch (scenario[0]) {
            case "describe" -> System.out.println(Gradus.describe());
            case "operations" -> operations();
            case "small" -> print(HelperProgram::small);
            case "large" -> print(HelperProgram::large);
            case "batches" -> print(HelperProgram::batches);
            case "crowd" -> print(() -> IntStream.range(0, 100).parallel().forEach(_ -> large()));
            default -> throw new IllegalArgumentException(scenario[0]);
        }
    }

    /** What each operation, whether it is the first or not, thinks of the settings. */
    private static void operations() {
        attempt(() -> Tensor.of(1f).exp());
        attempt(() -> Tensor.zeros(2, 3));
        attempt(Gradus::describe);
    }

    private static void attempt(Supplier<Object> operation) {
        try {
            System.out.println(operation.get());
        } catch (ArgumentException e) {
            System.out.println("ArgumentException: " + e.getMessage());
        }
    }

    /** A training step of a small network in tensors. */
    private static void small() {
        var random = Randomness.seeded(1);
        for (int step = 0; step < 100; step++) {
            Tensor w =
                    Tensor.uniform(DType.F32, Shape.of(20, 16), -1, 1, random).asVariable();
            Tensor x = Tensor.uniform(DType.F32, Shape.of(8, 20), -1, 1, random);
            x.matmul(w).softplus().sum().gradients().of(w);
        }
    }

    /** Products that are too small for two threads each, and many of them. */
    private static void batches() {
        Tensor a = Tensor.ones(64, 40, 40);
        for (int round = 0; round < 20; round++) {
            a.matmul(a);
        }
    }

    private static void large() {
        for (int round = 0; round < 100; round++) {
            Parallel.ranges(20_000, 1000, (from, to) -> {
                for (int i = from; i < to; i++) {
                    Thread.onSpinWait();
                }
            });
        }
    }

    private static void print(Runnable loops) {
        loops.run();
        System.out.println(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("gradus-\\d+"))
                .count());
    }
}
