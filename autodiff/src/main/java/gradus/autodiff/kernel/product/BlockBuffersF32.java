package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.threads.Pool;
import java.util.Arrays;

/** The memory that a thread needs for blocks of the result of a matrix product: of a pool. */
final class BlockBuffersF32 {
    private static final Pool<BlockBuffersF32> POOL = new Pool<>(BlockBuffersF32::new);

    private float[][] sums = new float[0][];
    private final float[] tile = new float[MatmulTileF32.MOST_ROWS * MatmulTileF32.COLUMNS];
    private final int[] sources = new int[MatmulTileF32.MOST_ROWS];
    private final int[] targets = new int[MatmulTileF32.MOST_ROWS];
    private final float[] row = new float[MatmulTileF32.COLUMNS];

    private BlockBuffersF32() {}

    static BlockBuffersF32 borrow() {
        return POOL.borrow();
    }

    void giveBack() {
        POOL.giveBack(this);
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

    /** Room for where vectors are read. */
    int[] sources() {
        return sources;
    }

    /** Room for where vectors are written. */
    int[] targets() {
        return targets;
    }

    /** Room for one tile of the result. */
    float[] tile() {
        return tile;
    }
}
