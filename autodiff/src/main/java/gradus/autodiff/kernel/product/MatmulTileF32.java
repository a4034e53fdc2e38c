package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of the matrix product, on packed operands: y += a b, where the block of y stays in registers for the whole depth. Every step of depth
 * takes {@code ROWS} consecutive elements of {@code a} from {@code a0} on, {@code aStep} further each time, and one or two vectors of {@code b}
 * from {@code b0} on, {@code bStep} further each time; the rows of y are {@code yStep} apart.
 *
 * <p>These methods are long because the compiler keeps vectors in registers only if each is a local variable of its own. The lower half of
 * the rows is addressed through {@code second}, a number that the compiler does not know: the bounds check in the middle keeps it from loading all
 * factors before the first multiplication, for which there are not registers enough.
 */
final class MatmulTileF32 {
    /** Processors with 512-bit vectors have 32 registers for them, others may have 16. */
    static final boolean TALL = SPECIES.vectorBitSize() == 512;

    /** The rows of a tile. */
    static final int ROWS = TALL ? 14 : 6;

    /** The columns of a tile: two vectors. */
    static final int COLUMNS = 2 * LANES;

    private MatmulTileF32() {}

    /** Adds to {@code ROWS} rows of two vectors, or of one if {@code narrow}; the rows after {@code height} may be left out. */
    static void multiply(
            float[] a,
            int a0,
            int height,
            float[] b,
            int b0,
            int bStep,
            boolean narrow,
            float[] y,
            int y0,
            int yStep,
            int depth) {
        if (!TALL) {
            MatmulLowTileF32.sixByTwo(a, a0, ROWS, b, b0, bStep, y, y0, yStep, depth);
        } else if (narrow) {
            fourteenByOne(a, a0, ROWS, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
        } else if (height <= 8) {
            MatmulLowTileF32.eightByTwo(a, a0, ROWS, b, b0, bStep, y, y0, yStep, depth);
        } else {
            fourteenByTwo(a, a0, ROWS, ROWS / 2, b, b0, bStep, y, y0, yStep, depth);
        }
    }

    /** 28 sums, two vectors of b and one factor: 31 registers. */
    private static void fourteenByTwo(
            float[] a,
            int a0,
            int aStep,
            int second,
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
        FloatVector left8 = FloatVector.fromArray(SPECIES, y, y0 + 8 * yStep);
        FloatVector right8 = FloatVector.fromArray(SPECIES, y, y0 + 8 * yStep + LANES);
        FloatVector left9 = FloatVector.fromArray(SPECIES, y, y0 + 9 * yStep);
        FloatVector right9 = FloatVector.fromArray(SPECIES, y, y0 + 9 * yStep + LANES);
        FloatVector left10 = FloatVector.fromArray(SPECIES, y, y0 + 10 * yStep);
        FloatVector right10 = FloatVector.fromArray(SPECIES, y, y0 + 10 * yStep + LANES);
        FloatVector left11 = FloatVector.fromArray(SPECIES, y, y0 + 11 * yStep);
        FloatVector right11 = FloatVector.fromArray(SPECIES, y, y0 + 11 * yStep + LANES);
        FloatVector left12 = FloatVector.fromArray(SPECIES, y, y0 + 12 * yStep);
        FloatVector right12 = FloatVector.fromArray(SPECIES, y, y0 + 12 * yStep + LANES);
        FloatVector left13 = FloatVector.fromArray(SPECIES, y, y0 + 13 * yStep);
        FloatVector right13 = FloatVector.fromArray(SPECIES, y, y0 + 13 * yStep + LANES);
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
            factor = FloatVector.broadcast(SPECIES, a[aAt + second]);
            left7 = factor.fma(bLeft, left7);
            right7 = factor.fma(bRight, right7);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 1]);
            left8 = factor.fma(bLeft, left8);
            right8 = factor.fma(bRight, right8);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 2]);
            left9 = factor.fma(bLeft, left9);
            right9 = factor.fma(bRight, right9);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 3]);
            left10 = factor.fma(bLeft, left10);
            right10 = factor.fma(bRight, right10);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 4]);
            left11 = factor.fma(bLeft, left11);
            right11 = factor.fma(bRight, right11);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 5]);
            left12 = factor.fma(bLeft, left12);
            right12 = factor.fma(bRight, right12);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 6]);
            left13 = factor.fma(bLeft, left13);
            right13 = factor.fma(bRight, right13);
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
        left8.intoArray(y, y0 + 8 * yStep);
        right8.intoArray(y, y0 + 8 * yStep + LANES);
        left9.intoArray(y, y0 + 9 * yStep);
        right9.intoArray(y, y0 + 9 * yStep + LANES);
        left10.intoArray(y, y0 + 10 * yStep);
        right10.intoArray(y, y0 + 10 * yStep + LANES);
        left11.intoArray(y, y0 + 11 * yStep);
        right11.intoArray(y, y0 + 11 * yStep + LANES);
        left12.intoArray(y, y0 + 12 * yStep);
        right12.intoArray(y, y0 + 12 * yStep + LANES);
        left13.intoArray(y, y0 + 13 * yStep);
        right13.intoArray(y, y0 + 13 * yStep + LANES);
    }

    /** The same for one vector of columns. */
    private static void fourteenByOne(
            float[] a,
            int a0,
            int aStep,
            int second,
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
        FloatVector left0 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector left1 = FloatVector.fromArray(SPECIES, y, y0 + yStep);
        FloatVector left2 = FloatVector.fromArray(SPECIES, y, y0 + 2 * yStep);
        FloatVector left3 = FloatVector.fromArray(SPECIES, y, y0 + 3 * yStep);
        FloatVector left4 = FloatVector.fromArray(SPECIES, y, y0 + 4 * yStep);
        FloatVector left5 = FloatVector.fromArray(SPECIES, y, y0 + 5 * yStep);
        FloatVector left6 = FloatVector.fromArray(SPECIES, y, y0 + 6 * yStep);
        FloatVector left7 = FloatVector.fromArray(SPECIES, y, y0 + 7 * yStep);
        FloatVector left8 = FloatVector.fromArray(SPECIES, y, y0 + 8 * yStep);
        FloatVector left9 = FloatVector.fromArray(SPECIES, y, y0 + 9 * yStep);
        FloatVector left10 = FloatVector.fromArray(SPECIES, y, y0 + 10 * yStep);
        FloatVector left11 = FloatVector.fromArray(SPECIES, y, y0 + 11 * yStep);
        FloatVector left12 = FloatVector.fromArray(SPECIES, y, y0 + 12 * yStep);
        FloatVector left13 = FloatVector.fromArray(SPECIES, y, y0 + 13 * yStep);
        int aAt = a0;
        int bAt = b0;
        for (int d = 0; d < depth; d++) {
            FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt]);
            left0 = factor.fma(bLeft, left0);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            left1 = factor.fma(bLeft, left1);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            left2 = factor.fma(bLeft, left2);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            left3 = factor.fma(bLeft, left3);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            left4 = factor.fma(bLeft, left4);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            left5 = factor.fma(bLeft, left5);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 6]);
            left6 = factor.fma(bLeft, left6);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second]);
            left7 = factor.fma(bLeft, left7);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 1]);
            left8 = factor.fma(bLeft, left8);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 2]);
            left9 = factor.fma(bLeft, left9);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 3]);
            left10 = factor.fma(bLeft, left10);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 4]);
            left11 = factor.fma(bLeft, left11);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 5]);
            left12 = factor.fma(bLeft, left12);
            factor = FloatVector.broadcast(SPECIES, a[aAt + second + 6]);
            left13 = factor.fma(bLeft, left13);
            aAt += aStep;
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
        left8.intoArray(y, y0 + 8 * yStep);
        left9.intoArray(y, y0 + 9 * yStep);
        left10.intoArray(y, y0 + 10 * yStep);
        left11.intoArray(y, y0 + 11 * yStep);
        left12.intoArray(y, y0 + 12 * yStep);
        left13.intoArray(y, y0 + 13 * yStep);
    }
}
