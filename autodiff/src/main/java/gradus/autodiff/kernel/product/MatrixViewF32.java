package gradus.autodiff.kernel.product;

import org.jspecify.annotations.Nullable;

/**
 * A matrix inside an array, as the matrix product sees it: element (i, j) is at {@code start + i *
 * rowStep + j * columnStep}. One of the steps is 1, or the same number repeats: then both are 0.
 */
@SuppressWarnings("ArrayRecordComponent") // a view of an array that belongs to others; never compared
record MatrixViewF32(float[] data, int start, int rowStep, int columnStep) {
    /** Nothing but zeros. */
    static final MatrixViewF32 ZEROS = new MatrixViewF32(new float[1], 0, 0, 0);

    /**
     * A row-major matrix, or the transpose of one; {@code rows} and {@code columns} are those of
     * the result. Steps that are never taken are 1.
     */
    static MatrixViewF32 of(float[] data, int start, boolean transposed, int rows, int columns) {
        int rowStep = transposed || rows == 1 ? 1 : columns;
        int columnStep = transposed && columns > 1 ? rows : 1;
        return new MatrixViewF32(data, start, rowStep, columnStep);
    }

    /** The same row again and again, from 0 on; zeros without one. */
    static MatrixViewF32 repeating(float @Nullable [] row) {
        return row == null ? ZEROS : new MatrixViewF32(row, 0, 0, 1);
    }

    /** The part that begins at this row and column. */
    MatrixViewF32 from(int row, int column) {
        return new MatrixViewF32(data, at(row, column), rowStep, columnStep);
    }

    /** Where an element is. */
    int at(int row, int column) {
        return start + row * rowStep + column * columnStep;
    }

    /** The transpose, in place. */
    MatrixViewF32 transpose() {
        return new MatrixViewF32(data, start, columnStep, rowStep);
    }
}
