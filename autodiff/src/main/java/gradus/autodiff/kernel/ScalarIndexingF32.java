package gradus.autodiff.kernel;

/** Look-ups in plain Java. */
@SuppressWarnings("cast") // the double version of this file casts double to double
interface ScalarIndexingF32 extends IndexingKernels<float[]> {
    @Override
    default void select(float[] x, float[] y, int[] rows, int outer, int axis, int inner) {
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int row : rows) {
                System.arraycopy(x, (o * axis + row) * inner, y, to, inner);
                to += inner;
            }
        }
    }

    @Override
    default void addSelected(float[] x, float[] y, int[] rows, int outer, int axis, int inner) {
        int from = 0;
        for (int o = 0; o < outer; o++) {
            for (int row : rows) {
                int to = (o * axis + row) * inner;
                for (int i = 0; i < inner; i++) {
                    y[to + i] += x[from + i];
                }
                from += inner;
            }
        }
    }

    @Override
    default void take(float[] x, float[] y, int[] index, int outer, int axis, int length, int inner) {
        for (int o = 0, at = 0; o < outer; o++) {
            for (int l = 0; l < length; l++) {
                for (int i = 0; i < inner; i++, at++) {
                    y[at] = x[(o * axis + index[at]) * inner + i];
                }
            }
        }
    }

    @Override
    default void addTaken(float[] x, float[] y, int[] index, int outer, int axis, int length, int inner) {
        for (int o = 0, at = 0; o < outer; o++) {
            for (int l = 0; l < length; l++) {
                for (int i = 0; i < inner; i++, at++) {
                    y[(o * axis + index[at]) * inner + i] += x[at];
                }
            }
        }
    }

    @Override
    default void crossEntropy(float[] x, float[] y, int[] labels, int rows, int classes) {
        for (int row = 0; row < rows; row++) {
            int start = row * classes;
            double largest = ScalarReductionF32.largest(x, start, classes, 1);
            double logSum = ScalarReductionF32.logExpSum(x, start, classes, 1, largest);
            y[row] = (float) (logSum - (x[start + labels[row]] - largest));
        }
    }
}
