package gradus.benchmarks;

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
            implements Workload {}

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
    }

    /** A matrix plus a row, which is added to every row. */
    record RowAddition(int rows, int columns) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }
    }

    /** The sums of a matrix along an axis. */
    record Sum(int rows, int columns, int axis) implements Workload {
        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
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
    }
}
