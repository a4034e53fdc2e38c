package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;
import static gradus.autodiff.kernel.product.RightOperandF32.ROWS_IN_PLACE;

import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.vector.RaceF32;
import gradus.autodiff.kernel.vector.RaceNumbersF32;
import gradus.autodiff.kernel.vector.WarmUpF32;

/**
 * Whether the vector product is ready: it practices its innermost loops, and races on products that
 * need them all.
 */
final class MatmulWarmUpF32 {
    /** So many multiplications count as one element. */
    private static final int WORK_OF_AN_ELEMENT = 8;

    /** The races'. */
    private static final int DEPTH = 96;

    private static final float[] A = new float[1 << 15];
    private static final float[] B = new float[1 << 15];
    private static final float[] Y = new float[1 << 15];

    static {
        RaceNumbersF32.fill(A);
        RaceNumbersF32.fill(B);
    }

    /** Products that need all tiles. */
    private static final Sizes[] FOR_TILES = {
        new Sizes(8, 4 * COLUMNS, true, false),
        new Sizes(2 * ROWS, 4 * COLUMNS, true, false),
        new Sizes(ROWS_IN_PLACE + 2, 2 * COLUMNS, true, false),
        new Sizes(2 * ROWS, COLUMNS + 1, true, true),
        new Sizes(4 * ROWS, COLUMNS / 2, true, true)
    };

    /** Products whose left operand is read in place. */
    private static final Sizes[] FOR_ROWS = {
        new Sizes(4, 8 * COLUMNS, false, false),
        new Sizes(24, 2 * COLUMNS, false, false),
        new Sizes(64, COLUMNS / 2 - 1, false, false),
        new Sizes(64, COLUMNS, false, true),
        new Sizes(ROWS_IN_PLACE + 2, 2 * COLUMNS, false, false)
    };

    private static final ScalarMatmulF32 PLAIN = new ScalarMatmulF32() {};
    private static final VectorMatmulF32 VECTOR = new VectorMatmulF32() {};

    private static final WarmUpF32 TILES = new WarmUpF32(
            "product of packed matrices",
            () -> RaceF32.of(
                    (_, _, n, call) -> onTiles(Math.min(n, 26), call),
                    (_, y, n, call) -> product(VECTOR, FOR_TILES, depth(n), call, y),
                    (_, y, n, call) -> product(PLAIN, FOR_TILES, depth(n), call, y),
                    Y.length));
    private static final WarmUpF32 IN_PLACE = new WarmUpF32(
            "product of a matrix in place",
            () -> RaceF32.of(
                    (_, _, n, call) -> inPlace(Math.min(n, 26), call),
                    (_, y, n, call) -> product(VECTOR, FOR_ROWS, depth(n), call, y),
                    (_, y, n, call) -> product(PLAIN, FOR_ROWS, depth(n), call, y),
                    Y.length));

    private record Sizes(int rows, int columns, boolean turnA, boolean turnB) {}

    private MatmulWarmUpF32() {}

    /**
     * For so many multiplications, of a left operand that is read in place, or one that is packed
     * into tiles.
     */
    static boolean isReady(boolean inPlace, long work) {
        return (inPlace ? IN_PLACE : TILES).isReady(work / WORK_OF_AN_ELEMENT);
    }

    /** All innermost loops, on so many numbers, for convolutions that are made of products. */
    static void practice(int depth, int call) {
        onTiles(depth, call);
        inPlace(depth, call);
    }

    /** Plain products are large beside other loops: those in practice are made smaller. */
    private static int depth(int n) {
        return n < DEPTH ? Math.min(n, 4) : DEPTH;
    }

    private static void onTiles(int depth, int call) {
        tile(true, false, ROWS, depth);
        tile(true, false, 8, depth);
        tile(true, true, ROWS, depth);
        copies(depth, call);
    }

    private static void inPlace(int depth, int call) {
        tile(false, false, 8, depth);
        tile(false, false, 4, depth);
        tile(false, true, 8, depth);
        copies(depth, call);
    }

    private static void tile(boolean packed, boolean narrow, int height, int depth) {
        int step = packed ? ROWS : 64;
        MatmulTileF32.multiply(packed, narrow, A, 0, step, height, B, 0, COLUMNS, Y, 0, COLUMNS, depth);
    }

    /** Of matrices that lie within their array, and of such as end where it ends. */
    private static void copies(int rows, int call) {
        int columns = call % COLUMNS + 1;
        int start = rows == 0 || call % 3 == 0 ? 0 : A.length - (rows - 1) * COLUMNS - columns;
        if (VectorTransposeF32.POSSIBLE) {
            VectorTransposeF32.eight(A, 0, 64, rows, B, 0, COLUMNS);
        }
        PackingF32.begin(A, Y, 0, COLUMNS, rows, (call & 1) == 0);
        PackingF32.copy(A, start, COLUMNS, rows, columns, B, 0, COLUMNS);
        PackingF32.copyPanels(A, 0, 4 * COLUMNS, rows, call % 4 + 1, B, 0, COLUMNS * (rows + 1));
        PackingF32.copyBack(B, COLUMNS, rows, columns, A, start, COLUMNS);
        PackingF32.addBack(B, COLUMNS, rows, columns, Y, start, COLUMNS);
        PackingF32.add(A, start, Y, start, rows == 0 ? 0 : columns);
        PackingF32.add(A, A.length - columns, Y, Y.length - columns, rows == 0 ? 0 : columns);
    }

    private static void product(ProductKernels<float[]> k, Sizes[] sizes, int depth, int call, float[] y) {
        Sizes s = sizes[call % sizes.length];
        k.matmul(A, 0, s.turnA(), B, 0, s.turnB(), null, y, 0, s.rows(), depth, s.columns());
    }
}
