package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Copies a strip of a matrix so that what one step of depth needs is contiguous: row i of the strip
 * goes to {@code packed} from {@code p0 + i * packedStep} on. Up to a vector is written after the
 * last row; what lies between the last column and the next row is undefined.
 */
final class PackingF32 {
    /**
     * Columns are turned this far before the next group, so that what is written stays in the first
     * cache.
     */
    private static final int STRETCH = 256;

    private PackingF32() {}

    /**
     * Packs {@code steps x columns} of a matrix of either layout.
     *
     * @param x0 where the strip begins in the array of the matrix
     */
    static void pack(MatrixViewF32 x, int x0, int steps, int columns, float[] packed, int p0, int packedStep) {
        if (packedStep == 1) {
            column(x, x0, steps, packed, p0);
            return;
        }
        if (x.columnStep() == 1) {
            copy(x.data(), x0, x.rowStep(), steps, columns, packed, p0, packedStep);
            return;
        }
        int group = VectorTransposeF32.POSSIBLE ? 8 : 4;
        for (int step = 0; step < steps; step += STRETCH) {
            int stretch = Math.min(STRETCH, steps - step);
            for (int column = 0; column < columns; column += group) {
                int first = Math.min(column, Math.max(0, columns - group)); // the last group may overlap another
                turn(
                        x,
                        x0 + step * x.rowStep() + first * x.columnStep(),
                        group,
                        columns - 1 - first,
                        stretch,
                        packed,
                        p0 + step * packedStep + first,
                        packedStep);
            }
        }
    }

    private static void column(MatrixViewF32 x, int x0, int steps, float[] packed, int p0) {
        if (x.rowStep() == 1) {
            System.arraycopy(x.data(), x0, packed, p0, steps);
            return;
        }
        for (int step = 0; step < steps; step++) {
            packed[p0 + step] = x.data()[x0 + step * x.rowStep()];
        }
    }

    private static void turn(
            MatrixViewF32 x, int x0, int group, int last, int steps, float[] packed, int p0, int packedStep) {
        int done = 0;
        if (group == 8 && last >= 7) {
            done = VectorTransposeF32.eight(x.data(), x0, x.columnStep(), steps, packed, p0, packedStep);
        }
        if (done < steps) {
            for (int i = group - 4; i >= 0; i -= 4) { // what reaches into the next row is overwritten
                int column = Math.min(i, last);
                VectorTransposeF32.four(
                        x.data(),
                        x0 + column * x.columnStep(),
                        x.columnStep(),
                        last - column,
                        done,
                        steps,
                        packed,
                        p0 + i,
                        packedStep);
            }
        }
    }

    /** Rows of contiguous elements, {@code step} apart. */
    static void copy(float[] x, int x0, int step, int rows, int columns, float[] packed, int p0, int packedStep) {
        if (rows == 0) {
            return;
        }
        int whole = (columns - 1) / LANES * LANES;
        VectorMask<Float> edge = SPECIES.indexInRange(0, columns - whole);
        for (int row = 0; row < rows; row++) {
            int from = x0 + row * step;
            int to = p0 + row * packedStep;
            for (int i = 0; i < whole; i += LANES) {
                FloatVector.fromArray(SPECIES, x, from + i).intoArray(packed, to + i);
            }
            FloatVector.fromArray(SPECIES, x, from + whole, edge).intoArray(packed, to + whole);
        }
    }

    /**
     * Rows of whole panels that lie side by side, each panel to a place of its own: row by row,
     * since memory is read ahead along rows.
     *
     * @param size how far apart the packed panels begin
     */
    static void copyPanels(float[] x, int x0, int step, int rows, int panels, float[] packed, int p0, int size) {
        for (int row = 0; row < rows; row++) {
            int from = x0 + row * step;
            int to = p0 + row * COLUMNS;
            for (int panel = 0; panel < panels; panel++) {
                FloatVector.fromArray(SPECIES, x, from).intoArray(packed, to);
                FloatVector.fromArray(SPECIES, x, from + LANES).intoArray(packed, to + LANES);
                from += COLUMNS;
                to += size;
            }
        }
    }

    /** Starts rows of two vectors, or of only one, with the same numbers each. */
    static void begin(float[] start, float[] y, int y0, int yStep, int rows, boolean narrow) {
        if (rows == 0) {
            return;
        }
        FloatVector left = FloatVector.fromArray(SPECIES, start, 0);
        FloatVector right = FloatVector.fromArray(SPECIES, start, LANES);
        for (int row = 0; row < rows; row++) {
            int to = y0 + row * yStep;
            left.intoArray(y, to);
            if (!narrow) {
                right.intoArray(y, to + LANES);
            }
        }
    }

    /** The way back of {@link #copy}. */
    static void copyBack(float[] packed, int packedStep, int rows, int columns, float[] y, int y0, int step) {
        if (rows == 0) {
            return;
        }
        if (columns == 1) { // results of one row or one column, for which vectors and masks may become objects
            for (int row = 0; row < rows; row++) {
                y[y0 + row * step] = packed[row * packedStep];
            }
            return;
        }
        int whole = (columns - 1) / LANES * LANES;
        VectorMask<Float> edge = SPECIES.indexInRange(0, columns - whole);
        for (int row = 0; row < rows; row++) {
            int from = row * packedStep;
            int to = y0 + row * step;
            for (int i = 0; i < whole; i += LANES) {
                FloatVector.fromArray(SPECIES, packed, from + i).intoArray(y, to + i);
            }
            FloatVector.fromArray(SPECIES, packed, from + whole).intoArray(y, to + whole, edge);
        }
    }

    /** As {@link #copyBack}, adding to what is there. */
    static void addBack(float[] packed, int packedStep, int rows, int columns, float[] y, int y0, int step) {
        for (int row = 0; row < rows; row++) {
            add(packed, row * packedStep, y, y0 + row * step, columns);
        }
    }

    /** y += x, for so many elements. */
    static void add(float[] x, int x0, float[] y, int y0, int count) {
        int whole = (count - 1) / LANES * LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector sum = FloatVector.fromArray(SPECIES, y, y0 + i).add(FloatVector.fromArray(SPECIES, x, x0 + i));
            sum.intoArray(y, y0 + i);
        }
        if (count > 0) {
            VectorMask<Float> edge = SPECIES.indexInRange(0, count - whole);
            FloatVector.fromArray(SPECIES, y, y0 + whole, edge)
                    .add(FloatVector.fromArray(SPECIES, x, x0 + whole, edge))
                    .intoArray(y, y0 + whole, edge);
        }
    }
}
