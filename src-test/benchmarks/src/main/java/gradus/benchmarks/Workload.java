package gradus.benchmarks;

import java.util.Optional;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Work that every engine does alike. Numbers are F32 unless said otherwise; random ones come from
 * {@link Data}.
 */
public sealed interface Workload {

    /** The unit in which the work is reported. */
    Unit unit();

    /**
     * How many of what the unit counts are in one go: operations of a chain, floating point
     * operations of a product.
     */
    default double count() {
        return 1;
    }

    /** The least that the work needs of what some ceiling counts; nothing where none is its limit. */
    default Optional<Floor> floor() {
        return Optional.empty();
    }

    /**
     * What some work needs at least.
     *
     * @param limit what limits it
     * @param count how many floating point operations or bytes, as the limit counts
     */
    record Floor(Limit limit, double count) {}

    /** What a machine can do only so much of in a second. */
    enum Limit {
        /** Multiplications and additions in F32: two operations for each fused multiply-add. */
        FMA32,
        /** The same in F64. */
        FMA64,
        /** Bytes read from an array that is as large as those of W7. */
        READ,
        /** Bytes read from one such array and written to another, both counted. */
        WRITE
    }

    /**
     * As much as the machine can do of one thing, on all threads that an engine may use: what other
     * workloads are compared with.
     */
    record Ceiling(Limit limit) implements Workload {
        /** How many numbers F32 an array holds. */
        static final int ELEMENTS = 10_000_000;

        private static final double OPERATIONS = 1e9;

        @Override
        public Unit unit() {
            return switch (limit) {
                case FMA32, FMA64 -> Unit.GIGAFLOPS;
                case READ, WRITE -> Unit.GIGABYTES;
            };
        }

        /** Floating point operations, or bytes. */
        @Override
        public double count() {
            return switch (limit) {
                case FMA32, FMA64 -> OPERATIONS;
                case READ -> bytes(ELEMENTS);
                case WRITE -> 2 * bytes(ELEMENTS);
            };
        }
    }

    private static double bytes(double elements) {
        return Float.BYTES * elements;
    }

    /**
     * Fully connected layers of these sizes, the first that of the input, with an activation
     * between them.
     */
    record Network(Activation activation, ImmutableIntList sizes) {
        /** How many layers with weights there are. */
        public int layers() {
            return sizes.size() - 1;
        }
    }

    /** What stands between two layers. */
    enum Activation {
        SIGMOID,
        SOFTPLUS,
        RELU
    }

    /**
     * The loss, a mean over the batch: of one label an example among classes, or of one logit an
     * example with a target of 0 or 1.
     */
    enum Loss {
        CROSS_ENTROPY,
        BINARY_CROSS_ENTROPY
    }

    /**
     * A step of steepest descent: forward, backward, update. The batches, {@code batches} of them,
     * are there before the clock starts and take turns; nothing is read back.
     */
    record Training(
            Network network, Loss loss, int batch, int batches, double learningRate, double weightDecay, Unit unit)
            implements Workload {

        /**
         * The products: forward, for the weights, and for the inputs of all layers but the first,
         * whose inputs need no gradient.
         */
        @Override
        public Optional<Floor> floor() {
            double count = 0;
            for (int i = 0; i < network.layers(); i++) {
                int in = network.sizes().get(i);
                int out = network.sizes().get(i + 1);
                count += (i == 0 ? 2 : 3) * new Product(false, batch, in, out).count();
            }
            return Optional.of(new Floor(Limit.FMA32, count));
        }
    }

    /** Convolutional networks that name images of ten kinds. */
    enum ImageNetwork {
        /**
         * On {@code [n, 1, 28, 28]}: convolutions 5 x 5 to 6 and 16 channels, each followed by ReLU and
         * a maximum over 2 x 2, then 256-120-84-10 with ReLU.
         */
        LENET,
        /**
         * On {@code [n, 3, 32, 32]}: a convolution 3 x 3 to 16 channels and three residual blocks with
         * 16, 32 and 64, with batch normalization and ReLU, the mean over places, and 64-10.
         */
        RESNET8,
        /**
         * On {@code [n, 64, 16, 16]}: a convolution 3 x 3 of each channel by itself and one 1 x 1 to 128
         * channels, each with batch normalization and ReLU, the mean over places, and 128-10.
         */
        SEPARABLE;

        /** The channels of an image. */
        public int channels() {
            return switch (this) {
                case LENET -> 1;
                case RESNET8 -> 3;
                case SEPARABLE -> 64;
            };
        }

        /** The height and the width of an image. */
        public int side() {
            return switch (this) {
                case LENET -> 28;
                case RESNET8 -> 32;
                case SEPARABLE -> 16;
            };
        }
    }

    /** A step of steepest descent with the mean cross-entropy, as {@link Training} has it. */
    record ImageTraining(ImageNetwork network, int batch, int batches, double learningRate) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }
    }

    /** Layer normalization of a matrix's rows and, for a cotangent of ones, its gradients. */
    record RowNormalization(int rows, int columns) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }
    }

    /**
     * {@code rounds} times x = tanh(sin(x c + d)) on a vector of a few elements, four operations
     * each; when recorded, then the gradient of the sum of the last x for the first one alone.
     *
     * @param lasting whether the constants are such that the gradient stays near 1; with those of
     *     {@link Data} it vanishes into denormal numbers, on which processors are slow
     */
    record Chain(int elements, int rounds, boolean recorded, boolean lasting) implements Workload {
        private static final int OPERATIONS_A_ROUND = 4;

        @Override
        public Unit unit() {
            return Unit.NANOSECONDS;
        }

        @Override
        public double count() {
            return OPERATIONS_A_ROUND * rounds;
        }
    }

    /** Softplus of a vector and, for a cotangent of ones, its gradient. */
    record SoftplusBothWays(int elements) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }

        /** The vector and the cotangent are read, softplus and the gradient written. */
        @Override
        public Optional<Floor> floor() {
            return Optional.of(new Floor(Limit.WRITE, 4 * bytes(elements)));
        }
    }

    /** A matrix plus a row, which is added to every row. */
    record RowAddition(int rows, int columns) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }

        /** The matrix is read, the result written. */
        @Override
        public Optional<Floor> floor() {
            return Optional.of(new Floor(Limit.WRITE, 2 * bytes((double) rows * columns)));
        }
    }

    /** The sums of a matrix along an axis. */
    record Sum(int rows, int columns, int axis) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }

        /** The matrix is read. */
        @Override
        public Optional<Floor> floor() {
            return Optional.of(new Floor(Limit.READ, bytes((double) rows * columns)));
        }
    }

    /**
     * The product of two matrices, {@code [rows, depth]} and {@code [depth, columns]}, in F32 or
     * F64.
     */
    record Product(boolean isDouble, int rows, int depth, int columns) implements Workload {
        @Override
        public Unit unit() {
            return Unit.GIGAFLOPS;
        }

        /** A multiplication and an addition for each element and each place along the depth. */
        @Override
        public double count() {
            return 2.0 * rows * depth * columns;
        }

        @Override
        public Optional<Floor> floor() {
            return Optional.of(new Floor(isDouble ? Limit.FMA64 : Limit.FMA32, count()));
        }
    }
}
