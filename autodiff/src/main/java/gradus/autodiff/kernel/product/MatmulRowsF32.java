package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of the matrix product on a row-major left operand in place: y += a b for up to four or eight rows, {@code rowStep} apart in
 * {@code a}. Where there are fewer rows, those after the {@code last} repeat it.
 */
final class MatmulRowsF32 {
    private MatmulRowsF32() {}

    /** Two vectors of columns; y has room for eight rows. */
    static void eightByTwo(
            float[] a,
            int a0,
            int rowStep,
            int last,
            float[] b,
            int b0,
            int bStep,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (depth == 0) {
            return;
        }
        int row0 = a0;
        int row1 = a0 + Math.min(1, last) * rowStep;
        int row2 = a0 + Math.min(2, last) * rowStep;
        int row3 = a0 + Math.min(3, last) * rowStep;
        int row4 = a0 + Math.min(4, last) * rowStep;
        int row5 = a0 + Math.min(5, last) * rowStep;
        int row6 = a0 + Math.min(6, last) * rowStep;
        int row7 = a0 + Math.min(7, last) * rowStep;
        FloatVector left0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, y, y0 + yStep);
        FloatVector right1 = FloatVector.fromArray(SPECIES, y, y0 + yStep + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep);
        FloatVector right2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep);
        FloatVector right3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep + LANES);
        FloatVector left4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * yStep);
        FloatVector right4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * yStep + LANES);
        FloatVector left5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * yStep);
        FloatVector right5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * yStep + LANES);
        FloatVector left6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * yStep);
        FloatVector right6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * yStep + LANES);
        FloatVector left7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * yStep);
        FloatVector right7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * yStep + LANES);
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bRight = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[row0 + d]);
            left0 = factor.fma(bLeft, left0);
            right0 = factor.fma(bRight, right0);
            factor = FloatVector.broadcast(SPECIES, a[row1 + d]);
            left1 = factor.fma(bLeft, left1);
            right1 = factor.fma(bRight, right1);
            factor = FloatVector.broadcast(SPECIES, a[row2 + d]);
            left2 = factor.fma(bLeft, left2);
            right2 = factor.fma(bRight, right2);
            factor = FloatVector.broadcast(SPECIES, a[row3 + d]);
            left3 = factor.fma(bLeft, left3);
            right3 = factor.fma(bRight, right3);
            factor = FloatVector.broadcast(SPECIES, a[row4 + d]);
            left4 = factor.fma(bLeft, left4);
            right4 = factor.fma(bRight, right4);
            factor = FloatVector.broadcast(SPECIES, a[row5 + d]);
            left5 = factor.fma(bLeft, left5);
            right5 = factor.fma(bRight, right5);
            factor = FloatVector.broadcast(SPECIES, a[row6 + d]);
            left6 = factor.fma(bLeft, left6);
            right6 = factor.fma(bRight, right6);
            factor = FloatVector.broadcast(SPECIES, a[row7 + d]);
            left7 = factor.fma(bLeft, left7);
            right7 = factor.fma(bRight, right7);
            bAt += bStep;
        }
        left0.intoArray(y, y0);
        right0.intoArray(y, y0 + LANES);
        left1.intoArray(y, y0 + yStep);
        right1.intoArray(y, y0 + yStep + LANES);
        left2.intoArray(y, y0 + 2 * yStep);
        right2.intoArray(y, y0 + 2 * yStep + LANES);
        left3.intoArray(y, y0 + 3 * yStep);
        right3.intoArray(y, y0 + 3 * yStep + LANES);
        left4.intoArray(y, y0 + 4 * yStep);
        right4.intoArray(y, y0 + 4 * yStep + LANES);
        left5.intoArray(y, y0 + 5 * yStep);
        right5.intoArray(y, y0 + 5 * yStep + LANES);
        left6.intoArray(y, y0 + 6 * yStep);
        right6.intoArray(y, y0 + 6 * yStep + LANES);
        left7.intoArray(y, y0 + 7 * yStep);
        right7.intoArray(y, y0 + 7 * yStep + LANES);
    }

    /** Two vectors of columns; y has room for four rows. */
    static void fourByTwo(
            float[] a,
            int a0,
            int rowStep,
            int last,
            float[] b,
            int b0,
            int bStep,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (depth == 0) {
            return;
        }
        int row0 = a0;
        int row1 = a0 + Math.min(1, last) * rowStep;
        int row2 = a0 + Math.min(2, last) * rowStep;
        int row3 = a0 + Math.min(3, last) * rowStep;
        FloatVector left0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector right0 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector left1 = FloatVector.fromArray(SPECIES, y, y0 + yStep);
        FloatVector right1 = FloatVector.fromArray(SPECIES, y, y0 + yStep + LANES);
        FloatVector left2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep);
        FloatVector right2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep + LANES);
        FloatVector left3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep);
        FloatVector right3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep + LANES);
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bRight = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[row0 + d]);
            left0 = factor.fma(bLeft, left0);
            right0 = factor.fma(bRight, right0);
            factor = FloatVector.broadcast(SPECIES, a[row1 + d]);
            left1 = factor.fma(bLeft, left1);
            right1 = factor.fma(bRight, right1);
            factor = FloatVector.broadcast(SPECIES, a[row2 + d]);
            left2 = factor.fma(bLeft, left2);
            right2 = factor.fma(bRight, right2);
            factor = FloatVector.broadcast(SPECIES, a[row3 + d]);
            left3 = factor.fma(bLeft, left3);
            right3 = factor.fma(bRight, right3);
            bAt += bStep;
        }
        left0.intoArray(y, y0);
        right0.intoArray(y, y0 + LANES);
        left1.intoArray(y, y0 + yStep);
        right1.intoArray(y, y0 + yStep + LANES);
        left2.intoArray(y, y0 + 2 * yStep);
        right2.intoArray(y, y0 + 2 * yStep + LANES);
        left3.intoArray(y, y0 + 3 * yStep);
        right3.intoArray(y, y0 + 3 * yStep + LANES);
    }

    /**
     * One vector of columns; y has room for eight rows and a whole vector. Without masks: with them the quick compiler runs out of registers, and
     * then the method never reaches the good one.
     */
    static void eightByOne(
            float[] a,
            int a0,
            int rowStep,
            int last,
            float[] b,
            int b0,
            int bStep,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (depth == 0) {
            return;
        }
        int row0 = a0;
        int row1 = a0 + Math.min(1, last) * rowStep;
        int row2 = a0 + Math.min(2, last) * rowStep;
        int row3 = a0 + Math.min(3, last) * rowStep;
        int row4 = a0 + Math.min(4, last) * rowStep;
        int row5 = a0 + Math.min(5, last) * rowStep;
        int row6 = a0 + Math.min(6, last) * rowStep;
        int row7 = a0 + Math.min(7, last) * rowStep;
        FloatVector left0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector left1 = FloatVector.fromArray(SPECIES, y, y0 + yStep);
        FloatVector left2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep);
        FloatVector left3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep);
        FloatVector left4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * yStep);
        FloatVector left5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * yStep);
        FloatVector left6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * yStep);
        FloatVector left7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * yStep);
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[row0 + d]);
            left0 = factor.fma(bLeft, left0);
            factor = FloatVector.broadcast(SPECIES, a[row1 + d]);
            left1 = factor.fma(bLeft, left1);
            factor = FloatVector.broadcast(SPECIES, a[row2 + d]);
            left2 = factor.fma(bLeft, left2);
            factor = FloatVector.broadcast(SPECIES, a[row3 + d]);
            left3 = factor.fma(bLeft, left3);
            factor = FloatVector.broadcast(SPECIES, a[row4 + d]);
            left4 = factor.fma(bLeft, left4);
            factor = FloatVector.broadcast(SPECIES, a[row5 + d]);
            left5 = factor.fma(bLeft, left5);
            factor = FloatVector.broadcast(SPECIES, a[row6 + d]);
            left6 = factor.fma(bLeft, left6);
            factor = FloatVector.broadcast(SPECIES, a[row7 + d]);
            left7 = factor.fma(bLeft, left7);
            bAt += bStep;
        }
        left0.intoArray(y, y0);
        left1.intoArray(y, y0 + yStep);
        left2.intoArray(y, y0 + 2 * yStep);
        left3.intoArray(y, y0 + 3 * yStep);
        left4.intoArray(y, y0 + 4 * yStep);
        left5.intoArray(y, y0 + 5 * yStep);
        left6.intoArray(y, y0 + 6 * yStep);
        left7.intoArray(y, y0 + 7 * yStep);
    }
}
