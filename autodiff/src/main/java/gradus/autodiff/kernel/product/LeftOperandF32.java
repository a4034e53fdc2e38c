package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.ROWS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.threads.Recycler;

/**
 * The left operand of a matrix product as the innermost loops read it: row-major and in place, or
 * packed into tiles, whose columns are contiguous.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LeftOperandF32(MatrixViewF32 matrix, int rows, int depth, boolean packed, float[] data) {
    /** With room for the tiles, which {@link #pack} fills. */
    static LeftOperandF32 of(MatrixViewF32 a, int rows, int depth, boolean inPlace, PackingBuffersF32 buffers) {
        float[] data = inPlace ? a.data() : buffers.left(Math.ceilDiv(rows, ROWS) * sizeOfTile(depth));
        return new LeftOperandF32(a, rows, depth, !inPlace, data);
    }

    /** Packed, in memory that the {@code Recycler} gets back. */
    static LeftOperandF32 packed(MatrixViewF32 a, int rows, int depth) {
        float[] data = Recycler.floats(Math.ceilDiv(rows, ROWS) * sizeOfTile(depth), false);
        LeftOperandF32 left = new LeftOperandF32(a, rows, depth, true, data);
        left.pack(0, left.strips());
        return left;
    }

    /** How many tiles there are to pack. */
    int strips() {
        return packed ? Math.ceilDiv(rows, ROWS) : 0;
    }

    /** Packs the tiles {@code from <= tile < to}. */
    void pack(int from, int to) {
        MatrixViewF32 turned = matrix.transpose();
        for (int tile = from; tile < to; tile++) {
            int row = tile * ROWS;
            PackingF32.pack(turned, turned.at(0, row), depth, Math.min(ROWS, rows - row), data, at(row, 0), ROWS);
        }
    }

    /** Packing writes up to a vector beyond what it packs. */
    private static int sizeOfTile(int depth) {
        return ROWS * depth + LANES;
    }

    /** Where the rows from {@code row} on begin, at a step of depth. */
    int at(int row, int step) {
        return packed ? row / ROWS * sizeOfTile(depth) + step * ROWS : matrix.at(row, step);
    }

    /** How far apart the steps of depth are where it is packed, or the rows where it is not. */
    int step() {
        return packed ? ROWS : matrix.rowStep();
    }
}
