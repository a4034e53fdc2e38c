package gradus.autodiff.kernel.product;

/**
 * A matrix inside an array, as the packing of the matrix product sees it: element (i, j) is at
 * {@code start + i * rowStep + j * columnStep}, and one of the steps is 1.
 */
@SuppressWarnings("ArrayRecordComponent") // a view of an array that belongs to others; never compared
record MatrixViewF32(float[] data, int start, int rowStep, int columnStep) {
    /**
     * A row-major matrix, or the transpose of one; {@code rows} and {@code columns} are those of
     * the result. Steps that are never taken are 1.
     */
    static MatrixViewF32 of(float[] data, int start, boolean transposed, int rows, int columns) {
        int rowStep = transposed || rows == 1 ? 1 : columns;
        int columnStep = transposed && columns > 1 ? rows : 1;
        return new MatrixViewF32(data, start, rowStep, columnStep);
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

    /**
     * How many of the first {@code rows} rows can be read in place, {@code width} elements each,
     * from {@code column} on.
     */
    int readableRows(int rows, int column, int width) {
        int room = data.length - at(0, column) - width;
        return columnStep != 1 || room < 0 ? 0 : Math.min(rows, room / rowStep + 1);
    }
}
