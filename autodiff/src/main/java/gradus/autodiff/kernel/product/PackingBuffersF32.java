package gradus.autodiff.kernel.product;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a matrix product packs its operands into. Whoever borrows one has it alone until
 * it is given back; a few are kept for the next product, whichever thread that is on, so that large
 * products allocate nothing in steady state.
 */
final class PackingBuffersF32 {
    /** As many are kept as this; a buffer that finds no room is left to the collector. */
    private static final int KEPT = 16;

    private static final AtomicReferenceArray<@Nullable PackingBuffersF32> POOL = new AtomicReferenceArray<>(KEPT);

    private float[] left = new float[0];
    private float[] right = new float[0];
    private float[][] sums = new float[0][];
    private final float[] block = new float[MatmulTileF32.MOST_ROWS * MatmulTileF32.COLUMNS];
    private final float[] row = new float[MatmulTileF32.COLUMNS];

    private PackingBuffersF32() {}

    static PackingBuffersF32 borrow() {
        for (int i = 0; i < KEPT; i++) {
            if (POOL.getOpaque(i) != null) {
                @Nullable PackingBuffersF32 kept = POOL.getAndSet(i, null);
                if (kept != null) {
                    return kept;
                }
            }
        }
        return new PackingBuffersF32();
    }

    void giveBack() {
        for (int i = 0; i < KEPT; i++) {
            if (POOL.getOpaque(i) == null && POOL.compareAndSet(i, null, this)) {
                return;
            }
        }
    }

    /** Room for tiles of the left operand; what it holds is undefined. */
    float[] left(int size) {
        if (left.length < size) {
            left = new float[size];
        }
        return left;
    }

    /** Room for panels of the right operand; what it holds is undefined. */
    float[] right(int size) {
        if (right.length < size) {
            right = new float[size];
        }
        return right;
    }

    /** Room for a part of the result that waits to be added, one for each level of waiting. */
    float[] sums(int level, int size) {
        if (sums.length <= level) {
            int before = sums.length;
            sums = Arrays.copyOf(sums, level + 1);
            Arrays.fill(sums, before, level + 1, new float[0]);
        }
        if (sums[level].length < size) {
            sums[level] = new float[size];
        }
        return sums[level];
    }

    /** Room for the start of a row. */
    float[] row() {
        return row;
    }

    /** Room for one tile of the result. */
    float[] block() {
        return block;
    }
}
