package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorLanesF32.LANES;
import static gradus.autodiff.kernel.VectorLanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Copies a strip of a matrix so that what one step of depth needs is contiguous: row i of the strip goes to {@code packed} from {@code p0 + i * packedStep} on.
 * Up to a vector is written after the last row; what lies between the last column and the next row is undefined.
 */
final class VectorPackF32 {
    private VectorPackF32() {}

    /** Packs {@code steps x columns} of a matrix of either layout. */
    static void pack(VectorMatrixF32 x, int steps, int columns, float[] packed, int p0, int packedStep) {
        if (x.columnStep() == 1) {
            copy(x.data(), x.start(), x.rowStep(), steps, columns, packed, p0, packedStep);
            return;
        }
        for (int column = 0; column < columns; column += 4) {
            int first = Math.min(column, Math.max(0, packedStep - 4));
            int last = columns - 1;
            turn(
                    x.data(),
                    x.at(0, first),
                    x.at(0, Math.min(first + 1, last)),
                    x.at(0, Math.min(first + 2, last)),
                    x.at(0, Math.min(first + 3, last)),
                    steps,
                    packed,
                    p0 + first,
                    packedStep);
        }
    }

    /** Rows of contiguous elements, {@code step} apart. */
    static void copy(float[] x, int x0, int step, int rows, int columns, float[] packed, int p0, int packedStep) {
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

    /** The way back of {@link #copy}. */
    static void copyBack(float[] packed, int packedStep, int rows, int columns, float[] y, int y0, int step) {
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

    /** Four columns, each contiguous in {@code x}, side by side. */
    private static void turn(
            float[] x, int first, int second, int third, int fourth, int rows, float[] packed, int p0, int packedStep) {
        for (int row = 0; row < rows; row++) {
            int to = p0 + row * packedStep;
            packed[to] = x[first + row];
            packed[to + 1] = x[second + row];
            packed[to + 2] = x[third + row];
            packed[to + 3] = x[fourth + row];
        }
    }
}
