package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorTileF32.COLUMNS;
import static gradus.autodiff.kernel.VectorTileF32.ROWS;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
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

    /** Where vector code is still slower after this long, as in a JVM without its compiler, further trials come at leisure. */
    private static final long PATIENCE_NANOS = 15_000_000_000L;

    /** At leisure means: pauses that are so many times as long as the trials. */
    private static final int LEISURE = 20;

    /** Together these reach every loop on tiles, often each: the compiler counts calls. */
    private static final ImmutableList<Trial> TILES = Lists.immutable.with(
            new Trial(2 * ROWS, 4 * COLUMNS, true, false),
            new Trial(6 * ROWS + 2, 2 * COLUMNS, true, false),
            new Trial(2 * ROWS, COLUMNS + 1, false, true),
            new Trial(8, 4 * COLUMNS, false, false),
            new Trial(4 * ROWS, COLUMNS / 2, true, true));

    /** And these the loops on rows in place. */
    private static final ImmutableList<Trial> IN_PLACE = Lists.immutable.with(
            new Trial(64, COLUMNS / 2 - 1, false, false),
            new Trial(64, COLUMNS, false, true),
            new Trial(4, 8 * COLUMNS, false, false));

    private static final ScalarKernelsF32 PLAIN = new ScalarKernelsF32();
    private static final AtomicBoolean STARTED = new AtomicBoolean();
    private static boolean tilesAreHot = KernelChoice.isForced();
    private static boolean inPlaceIsHot = tilesAreHot;
    private static long plainWork;

    private VectorWarmUpF32() {}

    /** Whether a product of so many multiplications should take the vector code. */
    static boolean isHot(boolean inPlace, long work) {
        if (inPlace ? inPlaceIsHot : tilesAreHot) {
            return true;
        }
        plainWork += work;
        if (plainWork > WORTH_WHILE && !STARTED.get() && STARTED.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("gradus-warm-up").start(VectorWarmUpF32::warmUp);
        }
        return false;
    }

    private static void warmUp() {
        long start = System.nanoTime();
        awaitHot(TILES, start);
        tilesAreHot = true;
        awaitHot(IN_PLACE, start);
        inPlaceIsHot = true;
    }

    private static void awaitHot(ImmutableList<Trial> trials, long start) {
        long begun = System.nanoTime();
        while (trials.count(Trial::vectorIsFaster) < trials.size()) {
            long now = System.nanoTime();
            if (now - start > PATIENCE_NANOS) {
                LockSupport.parkNanos(LEISURE * (now - begun));
            }
            begun = System.nanoTime();
        }
    }

    /** A product of zeros, in both ways. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trial(
            VectorMatrixF32 a, VectorMatrixF32 b, float[] y, int rows, int columns, boolean turnA, boolean turnB) {
        static final int DEPTH = 26;

        Trial(int rows, int columns, boolean turnA, boolean turnB) {
            this(
                    VectorMatrixF32.of(new float[rows * DEPTH], 0, turnA, rows, DEPTH),
                    VectorMatrixF32.of(new float[DEPTH * columns], 0, turnB, DEPTH, columns),
                    new float[rows * columns],
                    rows,
                    columns,
                    turnA,
                    turnB);
        }

        boolean vectorIsFaster() {
            long start = System.nanoTime();
            VectorBlocksF32.multiply(a, b, y, 0, rows, DEPTH, columns);
            long middle = System.nanoTime();
            PLAIN.matmul(a.data(), 0, turnA, b.data(), 0, turnB, y, 0, rows, DEPTH, columns);
            return middle - start < System.nanoTime() - middle;
        }
    }
}
