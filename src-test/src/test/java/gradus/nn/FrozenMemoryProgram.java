package gradus.nn;

import gradus.autodiff.Allocation;
import gradus.autodiff.Convolution;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.GlobalAveragePool;
import gradus.nn.layer.Linear;
import gradus.nn.layer.MaxPool;
import gradus.nn.layer.ReLU;

/**
 * Applies a frozen network to one example again and again, until a call allocates so few bytes as it
 * should, or for long.
 */
public final class FrozenMemoryProgram {
    /** By then the compiler is done, also on a busy machine. */
    private static final long MOST_NANOS = 20_000_000_000L;

    private static final int CALLS_OF_A_ROUND = 100;
    private static final Randomness RANDOM = Randomness.seeded(5);

    private FrozenMemoryProgram() {}

    /** What is applied: to a row, to two rows with names, to an image; and how many bytes a call may take. */
    enum Kind {
        ROW(2500),
        NAMED(4000),
        IMAGE(60_000);

        private final long most;

        Kind(long most) {
            this.most = most;
        }

        /** The bytes of the best calls. */
        private long bytes() {
            Runnable call = call(this);
            Runnable calls = () -> {
                for (int i = 0; i < CALLS_OF_A_ROUND; i++) {
                    call.run();
                }
            };
            long least = Long.MAX_VALUE;
            long begin = System.nanoTime();
            while (least > most && System.nanoTime() - begin < MOST_NANOS) {
                least = Math.min(least, Allocation.by(calls) / CALLS_OF_A_ROUND);
            }
            return least;
        }
    }

    /** One after the other, as the loops that one has warmed up serve the next; prints those that take too much. */
    public static void main(String[] none) {
        for (Kind kind : Kind.values()) {
            long bytes = kind.bytes();
            if (bytes > kind.most) {
                System.out.println(kind + ": " + bytes + " bytes");
            }
        }
    }

    private static Runnable call(Kind kind) {
        Layer wide = Sequential.of(Linear.of(784, 3000, RANDOM), new ReLU(), Linear.of(3000, 10, RANDOM));
        Tensor row = Tensor.normal(DType.F32, Shape.of(1, 784), 0, 1, RANDOM);
        return switch (kind) {
            case ROW -> {
                Layer frozen = wide.frozen();
                yield () -> frozen.forward(row);
            }
            case NAMED -> {
                Model frozen = new Added(wide).frozen();
                NamedTensors inputs = NamedTensors.of("x", row).with("other", row.neg());
                yield () -> frozen.forward(inputs, Mode.evaluation());
            }
            case IMAGE -> {
                Layer frozen = images().frozen();
                Tensor image = row.reshape(1, 1, 28, 28);
                yield () -> frozen.forward(image);
            }
        };
    }

    /** A model of two inputs. */
    private record Added(Layer layer) implements Model {
        @Override
        public NamedTensors forward(NamedTensors inputs, Mode mode) {
            return NamedTensors.of("y", layer.forward(inputs.tensor("x").add(inputs.tensor("other")), mode));
        }
    }

    /** Of an image of 28 x 28 its largest results take 50 kB. */
    private static Layer images() {
        return Sequential.of(
                Conv2d.of(1, 16, 3, Convolution.same(), RANDOM),
                BatchNorm.of(16),
                new ReLU(),
                MaxPool.of(2),
                Conv2d.of(16, 32, 5, RANDOM),
                new ReLU(),
                new GlobalAveragePool(),
                Linear.of(32, 10, RANDOM));
    }
}
