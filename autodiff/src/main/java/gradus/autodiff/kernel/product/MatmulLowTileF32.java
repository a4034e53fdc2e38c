package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The innermost loops of {@link MatmulTileF32} for fewer rows: of a tile's last rows, and of processors with 16 registers. */
final class MatmulLowTileF32 {
    private MatmulLowTileF32() {}

    /** The first eight rows of a tile, two vectors of columns. */
    static void eightByTwo(
            float[] a, int a0, int aStep, float[] b, int b0, int bStep, float[] y, int y0, int yStep, int depth) {
        if (depth == 0) {
            return;
        }
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
        int aAt = a0;
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bRight = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt]);
            left0 = factor.fma(bLeft, left0);
            right0 = factor.fma(bRight, right0);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            left1 = factor.fma(bLeft, left1);
            right1 = factor.fma(bRight, right1);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            left2 = factor.fma(bLeft, left2);
            right2 = factor.fma(bRight, right2);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            left3 = factor.fma(bLeft, left3);
            right3 = factor.fma(bRight, right3);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            left4 = factor.fma(bLeft, left4);
            right4 = factor.fma(bRight, right4);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            left5 = factor.fma(bLeft, left5);
            right5 = factor.fma(bRight, right5);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 6]);
            left6 = factor.fma(bLeft, left6);
            right6 = factor.fma(bRight, right6);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 7]);
            left7 = factor.fma(bLeft, left7);
            right7 = factor.fma(bRight, right7);
            aAt += aStep;
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

    /** 12 sums, two vectors of b and one factor: 15 registers. */
    static void sixByTwo(
            float[] a, int a0, int aStep, float[] b, int b0, int bStep, float[] y, int y0, int yStep, int depth) {
        if (depth == 0) {
            return;
        }
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
        int aAt = a0;
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bRight = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt]);
            left0 = factor.fma(bLeft, left0);
            right0 = factor.fma(bRight, right0);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            left1 = factor.fma(bLeft, left1);
            right1 = factor.fma(bRight, right1);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            left2 = factor.fma(bLeft, left2);
            right2 = factor.fma(bRight, right2);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            left3 = factor.fma(bLeft, left3);
            right3 = factor.fma(bRight, right3);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            left4 = factor.fma(bLeft, left4);
            right4 = factor.fma(bRight, right4);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            left5 = factor.fma(bLeft, left5);
            right5 = factor.fma(bRight, right5);
            aAt += aStep;
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
    }
}
