package gradus.autodiff.kernel.product;

/** Results of a convolution, which may lie apart in their planes. */
final class ResultsF32 {
    private static final long NEGATIVE_ZERO = Float.floatToRawIntBits(-0f);

    private final float[] y;
    private final int size;
    private volatile boolean hasNegativeZeros;

    /** @param size the results of a plane */
    ResultsF32(float[] y, int size) {
        this.y = y;
        this.size = size;
    }

    float[] y() {
        return y;
    }

    int size() {
        return size;
    }

    /** Whether one of those that were put apart from each other is a negative zero. */
    boolean hasNegativeZeros() {
        return hasNegativeZeros;
    }

    /** Puts some rows of numbers, one for each plane, to places of this and the next planes. */
    void put(float[] sums, int from, int sumsStep, int rows, int count, int to, PatchGrid grid) {
        boolean negative = false;
        for (int row = 0; row < rows; row++) {
            int at = from + row * sumsStep;
            int y0 = to + row * size;
            if (grid.isWhole()) {
                System.arraycopy(sums, at, y, y0, count);
            } else {
                negative |= spread(sums, at, y, y0, count, grid.step());
            }
        }
        if (negative) {
            hasNegativeZeros = true;
        }
    }

    private static boolean spread(float[] sums, int from, float[] y, int to, int count, int step) {
        boolean negative = false;
        for (int i = 0; i < count; i++) {
            float sum = sums[from + i];
            negative |= Float.floatToRawIntBits(sum) == NEGATIVE_ZERO;
            y[to + i * step] = sum;
        }
        return negative;
    }
}
