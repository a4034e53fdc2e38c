package gradus.autodiff.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Decides when the vector product takes over from the plain one. Vector code is about a hundred times slower than plain code until the
 * compiler has worked on it, so a background thread runs small products until each is faster than its plain twin. Both give the same
 * bits, so nobody sees the change.
 */
final class VectorWarmUpF32 {
    /** So many multiplications are left to the plain product before the warm-up begins: small programs end before. */
    private static final long WORTH_WHILE = 1 << 20;

    /** Where vector code is still slower after this long, as in a JVM without its compiler, it is given up. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** Together these reach every innermost loop and every way of packing. */
    private static final ImmutableList<Trial> TRIALS = Lists.immutable.with(
            new Trial(2 * VectorTileF32.ROWS + 3, 16, 5 * VectorTileF32.COLUMNS + 3, false, false),
            new Trial(2 * VectorTileF32.ROWS, 16, 5 * VectorTileF32.COLUMNS, true, true),
            new Trial(8 * VectorTileF32.ROWS, 16, 5 * VectorTileF32.COLUMNS, false, false),
            new Trial(VectorTileF32.ROWS + 7, 16, 5 * VectorTileF32.COLUMNS - 3, true, false),
            new Trial(15, 16, 2 * VectorTileF32.COLUMNS, false, false),
            new Trial(4, 16, VectorTileF32.COLUMNS, false, true),
            new Trial(20, 16, VectorLanesF32.LANES - 1, false, false));

    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static boolean hot = KernelChoice.isForced();
    private static long plainWork;

    private VectorWarmUpF32() {}

    /** Whether a product of so many multiplications should take the vector code. */
    static boolean isHot(long work) {
        if (hot) {
            return true;
        }
        plainWork += work;
        if (plainWork > WORTH_WHILE && !STARTED.get() && STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("gradus-warm-up").start(VectorWarmUpF32::warmUp);
        }
        return false;
    }

    private static void warmUp() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!hot && System.nanoTime() < end) {
            hot = TRIALS.count(Trial::vectorIsFaster) == TRIALS.size();
        }
    }

    /** A product of zeros, in both ways. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trial(
            VectorMatrixF32 a,
            VectorMatrixF32 b,
            float[] y,
            int rows,
            int depth,
            int columns,
            boolean turnA,
            boolean turnB) {
        Trial(int rows, int depth, int columns, boolean turnA, boolean turnB) {
            this(
                    VectorMatrixF32.of(new float[rows * depth], 0, turnA, rows, depth),
                    VectorMatrixF32.of(new float[depth * columns], 0, turnB, depth, columns),
                    new float[rows * columns],
                    rows,
                    depth,
                    columns,
                    turnA,
                    turnB);
        }

        boolean vectorIsFaster() {
            long start = System.nanoTime();
            VectorBlocksF32.multiply(a, b, y, 0, rows, depth, columns);
            long middle = System.nanoTime();
            PLAIN.matmul(a.data(), 0, turnA, b.data(), 0, turnB, y, 0, rows, depth, columns);
            return middle - start < System.nanoTime() - middle;
        }
    }

    private static final ScalarKernelsF32 PLAIN = new ScalarKernelsF32();
}
